-- Assets, parcels on the map, counts and recovery cases. Enumerations are the numbers of
-- proto/qianmo/registry/v1. Areas: e3 are thousandths of a 亩, e2 hundredths of a square metre.

-- Everything in this schema belongs to the extension; of the services only the registry uses it.
-- Where the migrating role may not create it, a superuser has done so (qianmoctl migrate says how).
CREATE SCHEMA IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS postgis SCHEMA postgis;
REVOKE ALL ON SCHEMA postgis FROM PUBLIC;
GRANT USAGE ON SCHEMA postgis TO qianmo_registry;

CREATE TABLE registry.asset (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  -- Who keeps it; who owns it is in asset_owner.
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  asset_class smallint NOT NULL CHECK (asset_class BETWEEN 1 AND 3),
  -- 0 for what is never traded.
  right_type smallint NOT NULL CHECK (right_type BETWEEN 0 AND 9),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
  -- Character pairs of display_name, for searching in Chinese.
  search_terms text[] NOT NULL,
  measure smallint NOT NULL CHECK (measure BETWEEN 1 AND 5),
  quantity_e3 bigint NOT NULL CHECK (quantity_e3 >= 0),
  book_value_fen bigint NOT NULL CHECK (book_value_fen >= 0),
  site text NOT NULL CHECK (length(site) <= 200),
  parcel_code text NOT NULL CHECK (length(parcel_code) <= 40),
  contract_code text NOT NULL CHECK (length(contract_code) <= 40),
  unit_number text NOT NULL CHECK (unit_number ~ '^([0-9A-Z]{28})?$'),
  -- 1 idle, 2 listed, 3 leased, 4 occupied without right, 5 disputed, 6 retired.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 6),
  -- Of a disputed one: what it was before, and goes back to.
  undisputed_state smallint CHECK (undisputed_state BETWEEN 1 AND 4),
  -- Who said that it is disputed.
  dispute_person uuid,
  idle_since timestamptz,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  CHECK ((state = 5) = (undisputed_state IS NOT NULL)),
  CHECK ((state = 5) = (dispute_person IS NOT NULL)),
  CHECK (state <> 1 OR idle_since IS NOT NULL),
  CHECK (idle_since IS NULL OR coalesce(undisputed_state, state) IN (1, 2))
);
CREATE INDEX asset_collective ON registry.asset (county_id, collective_id, id);
CREATE INDEX asset_org ON registry.asset (county_id, org_path text_pattern_ops, id);
CREATE INDEX asset_state ON registry.asset (county_id, state, id);
CREATE INDEX asset_right ON registry.asset (county_id, right_type, id);
CREATE INDEX asset_idle ON registry.asset (county_id, idle_since) WHERE idle_since IS NOT NULL;
CREATE INDEX asset_search ON registry.asset USING gin (search_terms);

-- The parts of an asset in its owners' hands: fractions that are exactly 1 together.
CREATE TABLE registry.asset_owner (
  county_id integer NOT NULL,
  asset_id uuid NOT NULL,
  position smallint NOT NULL CHECK (position > 0),
  collective_id uuid,
  partner_id uuid,
  numerator bigint NOT NULL CHECK (numerator > 0),
  denominator bigint NOT NULL CHECK (denominator >= numerator),
  PRIMARY KEY (county_id, asset_id, position),
  UNIQUE (county_id, asset_id, collective_id),
  UNIQUE (county_id, asset_id, partner_id),
  FOREIGN KEY (county_id, asset_id) REFERENCES registry.asset (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  FOREIGN KEY (county_id, partner_id) REFERENCES registry.partner (county_id, id),
  CHECK ((collective_id IS NULL) <> (partner_id IS NULL))
);
CREATE INDEX asset_owner_collective ON registry.asset_owner (county_id, collective_id)
  WHERE collective_id IS NOT NULL;

CREATE TABLE registry.asset_photo (
  county_id integer NOT NULL,
  asset_id uuid NOT NULL,
  position smallint NOT NULL CHECK (position > 0),
  file_id uuid NOT NULL,
  PRIMARY KEY (county_id, asset_id, position),
  FOREIGN KEY (county_id, asset_id) REFERENCES registry.asset (county_id, id),
  FOREIGN KEY (county_id, file_id) REFERENCES registry.file (county_id, id)
);

-- What can be let on its own. A part that is no longer there stays: leases speak of it.
CREATE TABLE registry.asset_part (
  county_id integer NOT NULL,
  asset_id uuid NOT NULL,
  id uuid NOT NULL,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 60),
  -- 1 ground, 2 floor, 3 rooftop.
  layer smallint NOT NULL CHECK (layer BETWEEN 1 AND 3),
  quantity_e3 bigint NOT NULL CHECK (quantity_e3 >= 0),
  end_time timestamptz,
  PRIMARY KEY (county_id, asset_id, id),
  FOREIGN KEY (county_id, asset_id) REFERENCES registry.asset (county_id, id)
);

CREATE TABLE registry.asset_event (
  county_id integer NOT NULL,
  asset_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Of the asset after it.
  version bigint NOT NULL CHECK (version > 0),
  -- 1 created, 2 changed, 3 state changed, 4 counted, 5 moved to another collective.
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 6),
  quantity_e3 bigint NOT NULL CHECK (quantity_e3 >= 0),
  collective_id uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) <= 200),
  -- The listing, contract, count or case behind it.
  cause text NOT NULL CHECK (length(cause) <= 200),
  account_id uuid,
  event_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, asset_id, id),
  UNIQUE (county_id, asset_id, version),
  FOREIGN KEY (county_id, asset_id) REFERENCES registry.asset (county_id, id)
);

CREATE TABLE registry.parcel (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  asset_id uuid,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
  code text NOT NULL CHECK (length(code) <= 40),
  declared_area_e3 bigint NOT NULL CHECK (declared_area_e3 > 0),
  -- Of the boundary, on the spheroid.
  area_e2 bigint NOT NULL CHECK (area_e2 > 0),
  boundary postgis.geometry(MultiPolygon, 4490) NOT NULL,
  -- The person who drew it.
  surveyor uuid NOT NULL,
  -- Some overlap with another collective's parcel is not settled in its favour.
  disputed boolean NOT NULL,
  retire_time timestamptz,
  retire_reason text NOT NULL CHECK (length(retire_reason) <= 200),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  FOREIGN KEY (county_id, asset_id) REFERENCES registry.asset (county_id, id),
  CHECK (retire_time IS NULL OR NOT disputed)
);
CREATE INDEX parcel_collective ON registry.parcel (county_id, collective_id, id);
CREATE INDEX parcel_org ON registry.parcel (county_id, org_path text_pattern_ops, id);
CREATE INDEX parcel_asset ON registry.parcel (county_id, asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX parcel_disputed ON registry.parcel (county_id, id) WHERE disputed;
CREATE INDEX parcel_boundary ON registry.parcel USING gist (county_id, boundary)
  WHERE retire_time IS NULL;

-- That a parcel overlaps another collective's; the other way round is a row of its own.
CREATE TABLE registry.parcel_overlap (
  county_id integer NOT NULL,
  parcel_id uuid NOT NULL,
  other_id uuid NOT NULL,
  area_e2 bigint NOT NULL CHECK (area_e2 > 0),
  -- By this person's word the boundary of parcel_id is right.
  confirm_person uuid,
  confirm_account_id uuid,
  confirm_time timestamptz,
  confirm_reason text NOT NULL CHECK (length(confirm_reason) <= 200),
  evidence_id uuid,
  PRIMARY KEY (county_id, parcel_id, other_id),
  FOREIGN KEY (county_id, parcel_id) REFERENCES registry.parcel (county_id, id),
  FOREIGN KEY (county_id, other_id) REFERENCES registry.parcel (county_id, id),
  FOREIGN KEY (county_id, evidence_id) REFERENCES registry.file (county_id, id),
  CHECK (parcel_id <> other_id),
  CHECK ((confirm_person IS NULL) = (confirm_time IS NULL)),
  CHECK ((confirm_person IS NULL) = (confirm_account_id IS NULL))
);
CREATE INDEX parcel_overlap_other ON registry.parcel_overlap (county_id, other_id);

-- A row to lock for each square of the map, so that two who draw over each other do so one after
-- the other.
CREATE TABLE registry.map_cell (
  county_id integer NOT NULL CHECK (county_id > 0),
  cell integer NOT NULL CHECK (cell >= 0),
  changes bigint NOT NULL CHECK (changes > 0),
  PRIMARY KEY (county_id, cell)
);

CREATE TABLE registry.count_session (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
  -- The day for which the books are counted.
  count_date date NOT NULL,
  -- 1 open, 2 confirmed, 3 cancelled.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),
  starter_id uuid NOT NULL,
  start_person uuid NOT NULL,
  start_time timestamptz NOT NULL,
  ender_id uuid,
  end_person uuid,
  end_time timestamptz,
  end_reason text NOT NULL CHECK (length(end_reason) <= 200),
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  CHECK ((state = 1) = (end_time IS NULL)),
  CHECK ((state = 1) = (ender_id IS NULL)),
  CHECK ((state = 1) = (end_person IS NULL)),
  CHECK (state <> 2 OR end_person <> start_person)
);
CREATE UNIQUE INDEX count_session_open_retry_key
  ON registry.count_session (county_id, collective_id) WHERE state = 1;
CREATE INDEX count_session_org
  ON registry.count_session (county_id, org_path text_pattern_ops, id);

-- An asset as the books have it, as it was counted, and what was made of it. A line whose asset
-- nobody knew before has found_name, and an asset only once it is confirmed.
CREATE TABLE registry.count_line (
  county_id integer NOT NULL,
  session_id uuid NOT NULL,
  id uuid NOT NULL,
  asset_id uuid,
  found_name text CHECK (length(found_name) BETWEEN 1 AND 100),
  found_class smallint CHECK (found_class BETWEEN 1 AND 3),
  found_right smallint CHECK (found_right BETWEEN 0 AND 9),
  found_site text CHECK (length(found_site) <= 200),
  measure smallint NOT NULL CHECK (measure BETWEEN 1 AND 5),
  book_quantity_e3 bigint NOT NULL CHECK (book_quantity_e3 >= 0),
  book_value_fen bigint NOT NULL CHECK (book_value_fen >= 0),
  counted_quantity_e3 bigint CHECK (counted_quantity_e3 >= 0),
  counted_value_fen bigint CHECK (counted_value_fen >= 0),
  confirmed_quantity_e3 bigint CHECK (confirmed_quantity_e3 >= 0),
  confirmed_value_fen bigint CHECK (confirmed_value_fen >= 0),
  reason text NOT NULL CHECK (length(reason) <= 200),
  counter_id uuid,
  count_person uuid,
  count_time timestamptz,
  PRIMARY KEY (county_id, session_id, id),
  UNIQUE (county_id, session_id, asset_id),
  FOREIGN KEY (county_id, session_id) REFERENCES registry.count_session (county_id, id),
  FOREIGN KEY (county_id, asset_id) REFERENCES registry.asset (county_id, id),
  CHECK (asset_id IS NOT NULL OR found_name IS NOT NULL),
  CHECK ((counted_quantity_e3 IS NULL) = (count_person IS NULL)),
  CHECK ((counted_quantity_e3 IS NULL) = (counted_value_fen IS NULL)),
  CHECK ((counted_quantity_e3 IS NULL) = (count_time IS NULL)),
  CHECK ((confirmed_quantity_e3 IS NULL) = (confirmed_value_fen IS NULL)),
  CHECK (confirmed_quantity_e3 IS NULL OR counted_quantity_e3 IS NOT NULL)
);

CREATE TABLE registry.recovery_case (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  asset_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  -- 1 found, 2 notified, 3 recovered, 4 booked, 5 listable, 6 dropped.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 6),
  -- Of the asset before it was found to be occupied; a dropped case leaves it as it was.
  asset_state smallint NOT NULL CHECK (asset_state IN (1, 3, 4)),
  area_e3 bigint NOT NULL CHECK (area_e3 > 0),
  occupant text NOT NULL CHECK (length(occupant) BETWEEN 1 AND 100),
  recovered_fen bigint CHECK (recovered_fen >= 0),
  -- Fen for a 亩.
  recovered_per_mu_fen bigint CHECK (recovered_per_mu_fen >= 0),
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, asset_id) REFERENCES registry.asset (county_id, id),
  CHECK ((recovered_fen IS NULL) = (recovered_per_mu_fen IS NULL)),
  CHECK ((recovered_fen IS NOT NULL) = (state IN (4, 5)))
);
CREATE UNIQUE INDEX recovery_case_open_retry_key ON registry.recovery_case (county_id, asset_id)
  WHERE state <= 4;
CREATE INDEX recovery_case_asset ON registry.recovery_case (county_id, asset_id, id);
CREATE INDEX recovery_case_org ON registry.recovery_case (county_id, org_path text_pattern_ops, id);

CREATE TABLE registry.recovery_step (
  county_id integer NOT NULL,
  case_id uuid NOT NULL,
  -- The state that it led to.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 6),
  step_date date NOT NULL,
  evidence_id uuid NOT NULL,
  note text NOT NULL CHECK (length(note) <= 500),
  account_id uuid NOT NULL,
  person uuid NOT NULL,
  record_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, case_id, state),
  FOREIGN KEY (county_id, case_id) REFERENCES registry.recovery_case (county_id, id),
  FOREIGN KEY (county_id, evidence_id) REFERENCES registry.file (county_id, id)
);

GRANT SELECT, INSERT, UPDATE ON registry.asset, registry.asset_part, registry.parcel,
  registry.map_cell, registry.count_session, registry.count_line, registry.recovery_case
  TO qianmo_registry;
GRANT SELECT, INSERT, UPDATE, DELETE ON registry.asset_owner, registry.parcel_overlap
  TO qianmo_registry;
GRANT SELECT, INSERT, DELETE ON registry.asset_photo TO qianmo_registry;
GRANT SELECT, INSERT ON registry.asset_event, registry.recovery_step TO qianmo_registry;
