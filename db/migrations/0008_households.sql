-- Registry: households and members of collectives. ID numbers, telephones, bank accounts and birth
-- dates lie here sealed only.
CREATE TABLE registry.household (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  -- A number keeps its meaning when collectives merge: it is unique among those of whoever gave it.
  number text NOT NULL CHECK (length(number) BETWEEN 1 AND 30),
  number_giver_id uuid NOT NULL,
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 2),  -- active, dissolved
  address text NOT NULL CHECK (length(address) <= 200),
  -- Where its dividends go.
  bank_name text NOT NULL CHECK (length(bank_name) <= 100),
  account_holder text NOT NULL CHECK (length(account_holder) <= 100),
  bank_account_sealed bytea,
  create_time timestamptz NOT NULL,
  end_time timestamptz,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  FOREIGN KEY (county_id, number_giver_id) REFERENCES registry.collective (county_id, id),
  CONSTRAINT household_number_retry_key UNIQUE (county_id, number_giver_id, number),
  CHECK ((state = 2) = (end_time IS NOT NULL)),
  CHECK (bank_account_sealed IS NULL OR bank_name <> '')
);
CREATE INDEX household_list ON registry.household (county_id, org_path text_pattern_ops, id);
CREATE INDEX household_collective ON registry.household (county_id, collective_id, id);

CREATE TABLE registry.member (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  household_id uuid NOT NULL,
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  -- active, died, moved away, lost the membership
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  search_terms text[] NOT NULL,
  relation smallint NOT NULL CHECK (relation BETWEEN 1 AND 9),  -- 1 is the head itself
  capacity smallint NOT NULL CHECK (capacity BETWEEN 1 AND 3),  -- full, limited, none
  id_number_sealed bytea,
  phone_sealed bytea,
  birth_date_sealed bytea,
  create_time timestamptz NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, household_id) REFERENCES registry.household (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id)
);
CREATE UNIQUE INDEX member_head_retry_key ON registry.member (county_id, household_id)
  WHERE relation = 1 AND state = 1;
CREATE INDEX member_household ON registry.member (county_id, household_id, id);
CREATE INDEX member_collective ON registry.member (county_id, collective_id, id);
CREATE INDEX member_list ON registry.member (county_id, org_path text_pattern_ops, id);
CREATE INDEX member_search ON registry.member USING gin (search_terms);

-- Blind indexes under every key that there was: 1 ID number of a member, 2 telephone of a member,
-- 3 bank account of a household; owner_id is the member or the household. An ID number is one
-- active member's in the county.
CREATE TABLE registry.personal_key (
  county_id integer NOT NULL CHECK (county_id > 0),
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  key_index bytea NOT NULL CHECK (octet_length(key_index) = 32),
  owner_id uuid NOT NULL,
  active boolean NOT NULL,
  PRIMARY KEY (county_id, kind, key_index, owner_id)
);
CREATE UNIQUE INDEX personal_key_retry_key ON registry.personal_key (county_id, kind, key_index)
  WHERE kind = 1 AND active;
CREATE INDEX personal_key_owner ON registry.personal_key (county_id, owner_id);

-- What became of a member, and where it belonged from then on. The last event until a day, in the
-- order of effective_date and id, tells whether it was on the roll that day.
CREATE TABLE registry.member_event (
  county_id integer NOT NULL,
  member_id uuid NOT NULL,
  effective_date date NOT NULL,
  id uuid NOT NULL,
  -- joined, died, moved away, lost, restored, changed household, carried by a merge or split
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 7),
  reason smallint NOT NULL CHECK (reason BETWEEN 0 AND 20),
  note text NOT NULL CHECK (length(note) <= 500),
  household_id uuid NOT NULL,
  collective_id uuid NOT NULL,
  record_time timestamptz NOT NULL,
  account_id uuid NOT NULL,
  PRIMARY KEY (county_id, member_id, effective_date, id),
  FOREIGN KEY (county_id, member_id) REFERENCES registry.member (county_id, id),
  FOREIGN KEY (county_id, household_id) REFERENCES registry.household (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id)
);
CREATE INDEX member_event_collective
  ON registry.member_event (county_id, collective_id, effective_date);

-- Who may vote in one meeting, frozen: neither this nor its lines are ever changed.
CREATE TABLE registry.voter_roll (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  meeting_id uuid NOT NULL,
  meeting_date date NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  voters integer NOT NULL CHECK (voters >= 0),
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),  -- of its lines
  account_id uuid NOT NULL,
  freeze_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  CONSTRAINT voter_roll_meeting_retry_key UNIQUE (county_id, meeting_id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id)
);
CREATE INDEX voter_roll_list ON registry.voter_roll (county_id, collective_id, id);

CREATE TABLE registry.voter (
  county_id integer NOT NULL,
  voter_roll_id uuid NOT NULL,
  member_id uuid NOT NULL,
  household_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  PRIMARY KEY (county_id, voter_roll_id, member_id),
  FOREIGN KEY (county_id, voter_roll_id) REFERENCES registry.voter_roll (county_id, id),
  FOREIGN KEY (county_id, member_id) REFERENCES registry.member (county_id, id),
  FOREIGN KEY (county_id, household_id) REFERENCES registry.household (county_id, id)
);

-- Every full view of personal data: who looked at whom, and why.
CREATE TABLE registry.reveal (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  resource text NOT NULL CHECK (length(resource) BETWEEN 1 AND 200),
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  account_id uuid NOT NULL,
  reveal_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id)
);
CREATE INDEX reveal_list ON registry.reveal (county_id, org_path text_pattern_ops, id);

GRANT SELECT, INSERT, UPDATE ON registry.household, registry.member TO qianmo_registry;
GRANT SELECT, INSERT, UPDATE, DELETE ON registry.personal_key TO qianmo_registry;
GRANT SELECT, INSERT ON registry.member_event, registry.voter_roll, registry.voter,
  registry.reveal TO qianmo_registry;
