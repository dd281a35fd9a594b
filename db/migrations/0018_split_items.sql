-- Registry: what a split gives to a part, besides households (1) and collectives below (2): assets
-- (3), parcels without an asset (4), and some of the collective units.
ALTER TABLE registry.collective_change_item
  DROP CONSTRAINT collective_change_item_kind_check,
  ADD CONSTRAINT collective_change_item_kind_check CHECK (kind BETWEEN 1 AND 4);
ALTER TABLE registry.collective_change_part
  ADD COLUMN collective_units bigint NOT NULL DEFAULT 0 CHECK (collective_units >= 0);

-- A frozen roll is read by whoever looks after its collective's heir.
GRANT UPDATE (org_path) ON registry.voter_roll TO qianmo_registry;
