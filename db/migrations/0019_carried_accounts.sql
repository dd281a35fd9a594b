-- When collectives merge, split or move, accounts and roles follow to another place.

-- What was moved, from where, and by which change of the registry: of an account itself where there
-- is no grant.
CREATE TABLE identity.carried_place (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  grant_id uuid,
  from_path text NOT NULL CHECK (from_path LIKE '/' || county_id || '/%' AND from_path LIKE '%/'),
  to_path text NOT NULL CHECK (to_path LIKE '/' || county_id || '/%' AND to_path LIKE '%/'),
  cause text NOT NULL CHECK (length(cause) BETWEEN 1 AND 200),
  actor_id uuid NOT NULL,  -- who confirmed the change
  carry_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, account_id) REFERENCES identity.account (county_id, id),
  FOREIGN KEY (county_id, grant_id) REFERENCES identity.role_grant (county_id, id)
);
CREATE INDEX carried_place_account ON identity.carried_place (county_id, account_id, id);
GRANT SELECT, INSERT ON identity.carried_place TO qianmo_identity;

-- A role that its account holds at the new place already ends without anybody's taking it back; the
-- reason names the change.
ALTER TABLE identity.role_grant
  DROP CONSTRAINT role_grant_check3,
  ADD CONSTRAINT role_grant_revoker_check CHECK (
    (revoker_id IS NULL) = (revoke_time IS NULL)
    OR revoker_id IS NULL AND revoke_reason LIKE 'counties/%');

-- What identity has answered.
ALTER TABLE registry.collective_change
  ADD COLUMN carried_account_count integer CHECK (carried_account_count >= 0),
  ADD COLUMN carried_grant_count integer CHECK (carried_grant_count >= 0),
  ADD COLUMN left_grants text[] NOT NULL DEFAULT '{}',
  ADD COLUMN carry_time timestamptz;
