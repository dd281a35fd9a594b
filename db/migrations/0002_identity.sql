-- Identity: accounts, role grants, sessions, codes, households' letters, agents. Enumerations are
-- the numbers of proto/qianmo/identity/v1; secrets are kept only as digests or sealed. Of two
-- requests that want the same, …_retry_key lets the later run again and be refused by the rules.
CALL house.furnish('identity');

-- GiST over plain columns, for agents' periods.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Global: sign-in finds the home county by it. handle_index is a blind index, so that telephones do
-- not lie here in the open.
CREATE TABLE identity.handle (
  handle_index bytea NOT NULL,
  county_id integer NOT NULL,
  account_id uuid NOT NULL,
  CONSTRAINT handle_retry_key PRIMARY KEY (handle_index)
);

CREATE TABLE identity.account (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),
  -- One value for all accounts of one person, found by the blind indexes of the identity number
  -- under every key that there was when the account was made: one in common is enough.
  person uuid NOT NULL,
  person_indexes bytea[],
  -- Of a number that a bidder only claims: it makes nobody the same person until it is verified.
  claimed_person_indexes bytea[],
  display_name text NOT NULL CHECK (display_name <> ''),
  -- Character pairs of display_name, for searching in Chinese.
  search_terms text[] NOT NULL,
  handle_sealed bytea NOT NULL,
  handle_index bytea NOT NULL,
  phone_sealed bytea,
  phone_index bytea,
  phone_confirm_time timestamptz,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  household_id uuid,
  party_id uuid,
  -- argon2id in its own text form; empty until the owner has chosen a password.
  password_hash text NOT NULL,
  must_change_password boolean NOT NULL,
  -- Whoever took the second factor away, or started a password reset, since the owner enrolled.
  factor_remover_person uuid,
  reset_starter_person uuid,
  creator_id uuid,
  create_time timestamptz NOT NULL,
  confirmer_id uuid,
  confirm_time timestamptz,
  disable_reason text NOT NULL,
  disable_time timestamptz,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  CONSTRAINT account_handle_retry_key UNIQUE (county_id, handle_index),
  FOREIGN KEY (county_id, creator_id) REFERENCES identity.account (county_id, id),
  FOREIGN KEY (county_id, confirmer_id) REFERENCES identity.account (county_id, id),
  CHECK ((confirmer_id IS NULL) = (confirm_time IS NULL)),
  CHECK (confirmer_id <> id AND (creator_id IS NULL OR confirmer_id <> creator_id)),
  -- An officer is never active on one person's word; bidders and households never wait.
  CHECK (kind <> 1 OR state <> 2 OR confirmer_id IS NOT NULL),
  CHECK (kind = 1 OR state <> 1),
  CHECK ((state = 3) = (disable_time IS NOT NULL)),
  CHECK ((kind = 3) = (household_id IS NOT NULL)),
  CHECK (phone_confirm_time IS NULL OR phone_sealed IS NOT NULL),
  CHECK ((phone_sealed IS NULL) = (phone_index IS NULL))
);
CREATE UNIQUE INDEX account_household_retry_key ON identity.account (county_id, household_id)
  WHERE household_id IS NOT NULL;
CREATE INDEX account_person ON identity.account (county_id, person);
CREATE INDEX account_person_indexes ON identity.account USING gin (person_indexes);
CREATE INDEX account_phone ON identity.account (county_id, phone_index)
  WHERE phone_index IS NOT NULL;
CREATE INDEX account_org ON identity.account (county_id, org_path text_pattern_ops, id);
CREATE INDEX account_search ON identity.account USING gin (search_terms);

CREATE TABLE identity.role_grant (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  -- Role 15, a service, is never a person's.
  role smallint NOT NULL CHECK (role BETWEEN 1 AND 14),
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  granter_id uuid,
  grant_time timestamptz NOT NULL,
  revoker_id uuid,
  revoke_time timestamptz,
  revoke_reason text NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, account_id) REFERENCES identity.account (county_id, id),
  FOREIGN KEY (county_id, granter_id) REFERENCES identity.account (county_id, id),
  FOREIGN KEY (county_id, revoker_id) REFERENCES identity.account (county_id, id),
  CHECK (granter_id <> account_id),
  CHECK (revoker_id <> account_id),
  CHECK ((revoker_id IS NULL) = (revoke_time IS NULL)),
  CHECK (revoke_time >= grant_time)
);
CREATE UNIQUE INDEX role_grant_retry_key
  ON identity.role_grant (county_id, account_id, role, org_path) WHERE revoke_time IS NULL;
CREATE INDEX role_grant_role ON identity.role_grant (county_id, role, org_path text_pattern_ops)
  WHERE revoke_time IS NULL;

CREATE TABLE identity.session (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  channel smallint NOT NULL CHECK (channel BETWEEN 1 AND 4),
  second_factor boolean NOT NULL,
  create_time timestamptz NOT NULL,
  last_seen_time timestamptz NOT NULL,
  revoke_time timestamptz,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, token_hash),
  FOREIGN KEY (county_id, account_id) REFERENCES identity.account (county_id, id),
  CHECK (last_seen_time >= create_time)
);
CREATE INDEX session_open ON identity.session (county_id, account_id, id)
  WHERE revoke_time IS NULL;

-- Devices that have signed in to an account: failures of strangers do not hold them up.
CREATE TABLE identity.device (
  county_id integer NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  account_id uuid NOT NULL,
  create_time timestamptz NOT NULL,
  last_used_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, token_hash),
  FOREIGN KEY (county_id, account_id) REFERENCES identity.account (county_id, id)
);
CREATE INDEX device_account ON identity.device (county_id, account_id);

-- Failures counted per device, per handle and address, per handle, per address; bucket_key is a
-- keyed digest of which. An unknown handle has no county and must look the same, so all are 0's.
CREATE TABLE identity.throttle_bucket (
  county_id integer NOT NULL CHECK (county_id = 0),
  bucket_key bytea NOT NULL CHECK (octet_length(bucket_key) = 32),
  failures integer NOT NULL CHECK (failures >= 0),
  window_start timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL,
  PRIMARY KEY (county_id, bucket_key)
);
CREATE INDEX throttle_bucket_old ON identity.throttle_bucket (county_id, window_start);

-- The second factor of an account. last_step is the latest accepted time step: none works twice.
CREATE TABLE identity.authenticator (
  county_id integer NOT NULL,
  account_id uuid NOT NULL,
  secret_sealed bytea NOT NULL,
  enrol_time timestamptz NOT NULL,
  confirm_time timestamptz,
  last_step bigint NOT NULL,
  PRIMARY KEY (county_id, account_id),
  FOREIGN KEY (county_id, account_id) REFERENCES identity.account (county_id, id)
);

CREATE TABLE identity.recovery_code (
  county_id integer NOT NULL,
  account_id uuid NOT NULL,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  use_time timestamptz,
  PRIMARY KEY (county_id, account_id, code_hash),
  FOREIGN KEY (county_id, account_id)
    REFERENCES identity.authenticator (county_id, account_id) ON DELETE CASCADE
);

-- Codes that travel: 1 password reset by telephone, 2 password code handed over by an officer,
-- 3 proof of a telephone. One live code of each kind, so that strangers cannot void an officer's.
-- A text message's code derives from id, so it can be sent again unstored.
CREATE TABLE identity.one_time_code (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  purpose smallint NOT NULL CHECK (purpose BETWEEN 1 AND 3),
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  create_time timestamptz NOT NULL,
  send_time timestamptz NOT NULL,
  expire_time timestamptz NOT NULL,
  failures integer NOT NULL CHECK (failures >= 0),
  -- Used, or voided by a later code.
  end_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, account_id) REFERENCES identity.account (county_id, id),
  CHECK (expire_time > create_time)
);
CREATE UNIQUE INDEX one_time_code_retry_key
  ON identity.one_time_code (county_id, account_id, purpose) WHERE end_time IS NULL;

-- The next letter number of a county.
CREATE TABLE identity.letter_counter (
  county_id integer PRIMARY KEY,
  next_number bigint NOT NULL CHECK (next_number > 0)
);

CREATE TABLE identity.household_letter (
  county_id integer NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  household_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  display_name text NOT NULL CHECK (display_name <> ''),
  person_index bytea,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  issuer_id uuid NOT NULL,
  create_time timestamptz NOT NULL,
  expire_time timestamptz NOT NULL,
  -- Used, or voided by a later letter.
  end_time timestamptz,
  -- The account that it opened, or whose PIN it changed.
  account_id uuid,
  PRIMARY KEY (county_id, number),
  FOREIGN KEY (county_id, issuer_id) REFERENCES identity.account (county_id, id),
  FOREIGN KEY (county_id, account_id) REFERENCES identity.account (county_id, id),
  CHECK (expire_time > create_time),
  CHECK (account_id IS NULL OR end_time IS NOT NULL)
);
CREATE UNIQUE INDEX household_letter_retry_key
  ON identity.household_letter (county_id, household_id) WHERE end_time IS NULL;
-- For further handles when the keys change.
CREATE INDEX household_letter_account ON identity.household_letter (county_id, account_id)
  WHERE account_id IS NOT NULL;

CREATE TABLE identity.agent (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  -- The principal, and the one who acts for it.
  account_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  powers smallint[] NOT NULL
    CHECK (cardinality(powers) BETWEEN 1 AND 4 AND powers <@ ARRAY[1, 2, 3, 4]::smallint[]),
  start_date date NOT NULL,
  end_date date NOT NULL,
  appoint_time timestamptz NOT NULL,
  revoke_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, account_id) REFERENCES identity.account (county_id, id),
  FOREIGN KEY (county_id, agent_id) REFERENCES identity.account (county_id, id),
  CHECK (account_id <> agent_id),
  CHECK (start_date < end_date),
  -- One authority at a time between the same two, so that what holds today is one row.
  CONSTRAINT agent_once EXCLUDE USING gist (
    county_id WITH =, account_id WITH =, agent_id WITH =, daterange(start_date, end_date) WITH &&
  ) WHERE (revoke_time IS NULL)
);
CREATE INDEX agent_acting ON identity.agent (county_id, agent_id) WHERE revoke_time IS NULL;

GRANT SELECT, INSERT, DELETE ON identity.handle TO qianmo_identity;
GRANT SELECT, INSERT, UPDATE ON
  identity.account, identity.role_grant, identity.session, identity.device,
  identity.throttle_bucket, identity.authenticator, identity.recovery_code,
  identity.one_time_code, identity.letter_counter, identity.household_letter, identity.agent
  TO qianmo_identity;
-- Only what has no history: counted failures, remembered devices, a lost authenticator.
GRANT DELETE ON
  identity.throttle_bucket, identity.device, identity.authenticator, identity.recovery_code
  TO qianmo_identity;
