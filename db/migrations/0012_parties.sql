-- Registry: parties, one nationwide for each credit code or identity number; bidders, which are
-- parties admitted in a county; and what ties parties to each other and to those who decide.
-- Enumerations are the numbers of proto/qianmo/registry/v1.

-- Global, so that a bar travels between counties and one enterprise is one party everywhere. What
-- it is found by and what it has in common with others are blind indexes; the rest is sealed.
CREATE TABLE registry.party (
  id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),  -- organisation, person
  number_sealed bytea NOT NULL,
  -- As a county has verified it last; empty, and nothing in details, until one has.
  display_name text NOT NULL CHECK (length(display_name) <= 100),
  details_sealed bytea,
  verify_time timestamptz,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (id),
  CHECK ((verify_time IS NULL) = (details_sealed IS NULL)),
  CHECK ((verify_time IS NULL) = (display_name = ''))
);

-- Global: a party is found by its number under every index key that there was. Two who bring the
-- same number at once are one party: the later runs again and finds it.
CREATE TABLE registry.party_key (
  key_index bytea NOT NULL CHECK (octet_length(key_index) = 32),
  party_id uuid NOT NULL,
  CONSTRAINT party_key_retry_key PRIMARY KEY (key_index)
);

-- Global: 1 legal person, 2 telephone, 3 bank account of a party, as a county was told, under every
-- index key that there was. Parties with one in common are linked.
CREATE TABLE registry.party_trait (
  trait_index bytea NOT NULL CHECK (octet_length(trait_index) = 32),
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  party_id uuid NOT NULL,
  county_id integer NOT NULL CHECK (county_id > 0),
  PRIMARY KEY (trait_index, kind, party_id, county_id)
);
CREATE INDEX party_trait_party ON registry.party_trait (party_id, county_id);

-- Global: a county's bar of a party, for itself or nationwide.
CREATE TABLE registry.party_bar (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  county_id integer NOT NULL CHECK (county_id > 0),
  nationwide boolean NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  bar_time timestamptz NOT NULL,
  end_date date,  -- the day after the last one
  account_id uuid NOT NULL,
  person_id uuid NOT NULL,
  lift_time timestamptz,
  PRIMARY KEY (id)
);
CREATE INDEX party_bar_party ON registry.party_bar (party_id);

CREATE TABLE registry.bidder (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  account_id uuid NOT NULL,
  person_id uuid NOT NULL,  -- behind the account, when it applied
  -- applied, under review, active, rejected; suspended and barred are computed for now
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
  search_terms text[] NOT NULL,
  details_sealed bytea NOT NULL,
  document_ids uuid[] NOT NULL,
  apply_time timestamptz NOT NULL,
  taker_person_id uuid,
  decide_time timestamptz,
  -- Why it was rejected.
  reject_reason text NOT NULL CHECK (length(reject_reason) <= 500),
  suspend_time timestamptz,
  suspend_end_date date,  -- the day after the last one
  suspend_reason text NOT NULL CHECK (length(suspend_reason) <= 500),
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  CONSTRAINT bidder_party_retry_key UNIQUE (county_id, party_id),
  CHECK ((state = 1) = (taker_person_id IS NULL)),
  CHECK ((state IN (3, 4)) = (decide_time IS NOT NULL)),
  CHECK ((state = 4) = (reject_reason <> '')),
  CHECK (suspend_time IS NULL OR state = 3),
  CHECK ((suspend_time IS NULL) = (suspend_reason = '')),
  CHECK (suspend_end_date IS NULL OR suspend_time IS NOT NULL)
);
-- One account trades as one party.
CREATE UNIQUE INDEX bidder_account_retry_key ON registry.bidder (county_id, account_id)
  WHERE state <> 4;
CREATE INDEX bidder_account ON registry.bidder (county_id, account_id, id);
CREATE INDEX bidder_search ON registry.bidder USING gin (search_terms);

CREATE TABLE registry.bidder_event (
  county_id integer NOT NULL,
  bidder_id uuid NOT NULL,
  id uuid NOT NULL,
  -- applied, taken in, admitted, rejected, suspended, barred, reinstated, revealed, relation
  -- declared, relation ended, recusal recorded
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 11),
  event_time timestamptz NOT NULL,
  account_id uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) <= 500),
  end_date date,
  nationwide boolean NOT NULL,
  PRIMARY KEY (county_id, bidder_id, id),
  FOREIGN KEY (county_id, bidder_id) REFERENCES registry.bidder (county_id, id)
);

-- Kin and staff.
CREATE TABLE registry.relation (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  bidder_id uuid NOT NULL,
  -- kin of a cadre, kin of an officer, staff of the platform, staff of the centre, cadre
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  -- To whom, as it was said, and who that is where it is known.
  person_name text NOT NULL CHECK (length(person_name) BETWEEN 1 AND 100),
  officer_account_id uuid,
  officer_person_id uuid,
  start_date date NOT NULL,
  end_date date,  -- the day after the last one
  account_id uuid NOT NULL,  -- who declared or recorded it
  by_party boolean NOT NULL,
  create_time timestamptz NOT NULL,
  recuse_time timestamptz,
  recuse_reason text NOT NULL CHECK (length(recuse_reason) <= 500),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, bidder_id) REFERENCES registry.bidder (county_id, id),
  CHECK (start_date < end_date),
  CHECK ((recuse_time IS NULL) = (recuse_reason = '')),
  CHECK (recuse_time IS NULL OR kind NOT IN (3, 4))
);
CREATE INDEX relation_bidder ON registry.relation (county_id, bidder_id, id);

GRANT SELECT, INSERT, UPDATE ON
  registry.party, registry.party_bar, registry.bidder, registry.relation TO qianmo_registry;
GRANT SELECT, INSERT ON registry.party_key TO qianmo_registry;
GRANT SELECT, INSERT, DELETE ON registry.party_trait TO qianmo_registry;
-- What happened stays as it was written.
GRANT SELECT, INSERT ON registry.bidder_event TO qianmo_registry;
