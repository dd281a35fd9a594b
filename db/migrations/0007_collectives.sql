-- Registry: the collectives of the county, who holds office in them, what becomes of them, and
-- partners from other counties. Enumerations are the numbers of proto/qianmo/registry/v1.
CREATE TABLE registry.collective (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  parent_id uuid,
  -- Its own id is the last segment; the one above it is the segment before.
  org_path text NOT NULL
    CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/' || id || '/'),
  level smallint NOT NULL CHECK (level BETWEEN 2 AND 4),  -- township, village, group
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 2),  -- active, ended
  form smallint NOT NULL CHECK (form BETWEEN 1 AND 3),  -- own organisation, committee, office only
  book_type smallint NOT NULL CHECK (book_type BETWEEN 1 AND 3),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- Characters and character pairs of the name, for searching in Chinese.
  search_terms text[] NOT NULL,
  credit_code text CHECK (credit_code ~ '^[0-9A-Z]{18}$'),
  create_time timestamptz NOT NULL,
  end_time timestamptz,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, parent_id) REFERENCES registry.collective (county_id, id),
  CHECK ((level = 2) = (parent_id IS NULL)),
  CHECK (parent_id IS NULL OR org_path LIKE '%/' || parent_id || '/' || id || '/'),
  CHECK (level = length(org_path) - length(replace(org_path, '/', '')) - 1),
  CHECK ((state = 2) = (end_time IS NOT NULL)),
  -- The number in the code's second place is the level: N1 group, N2 village, N3 township.
  CHECK (form <> 1 OR credit_code IS NULL OR left(credit_code, 2) = 'N' || (5 - level))
);
CREATE UNIQUE INDEX collective_code_retry_key ON registry.collective (county_id, credit_code)
  WHERE credit_code IS NOT NULL AND state = 1;
CREATE UNIQUE INDEX collective_path ON registry.collective (county_id, org_path text_pattern_ops);
CREATE INDEX collective_parent ON registry.collective (county_id, parent_id);
CREATE INDEX collective_search ON registry.collective USING gin (search_terms);

-- The 12 digits of GB/T 2260 and GB/T 10114, of townships and villages. They change when the
-- country redraws its map; the id never does.
CREATE TABLE registry.collective_area_code (
  county_id integer NOT NULL,
  collective_id uuid NOT NULL,
  start_date date NOT NULL,
  end_date date,
  code text NOT NULL CHECK (code ~ '^[0-9]{12}$'),
  PRIMARY KEY (county_id, collective_id, start_date),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  CHECK (start_date < end_date),
  CONSTRAINT collective_area_code_once EXCLUDE USING gist (
    county_id WITH =, collective_id WITH =, daterange(start_date, end_date) WITH &&),
  CONSTRAINT collective_area_code_owner EXCLUDE USING gist (
    county_id WITH =, code WITH =, daterange(start_date, end_date) WITH &&)
);

-- Who holds an office in a collective, and when: 1 board chair, 2 board member, 3 chief supervisor,
-- 4 supervisor.
CREATE TABLE registry.collective_officer (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  collective_id uuid NOT NULL,
  office smallint NOT NULL CHECK (office BETWEEN 1 AND 4),
  person_name text NOT NULL CHECK (length(person_name) BETWEEN 1 AND 100),
  start_date date NOT NULL,
  end_date date,
  account_id uuid NOT NULL,  -- who recorded it
  create_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  CHECK (start_date < end_date),
  -- One chair and one chief supervisor at a time.
  CONSTRAINT collective_officer_one EXCLUDE USING gist (
    county_id WITH =, collective_id WITH =, office WITH =, daterange(start_date, end_date) WITH &&
  ) WHERE (office IN (1, 3))
);
CREATE INDEX collective_officer_list
  ON registry.collective_officer (county_id, collective_id, start_date);

-- A merge or a split, proposed by one person and confirmed by another.
CREATE TABLE registry.collective_change (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),  -- merge, split
  -- proposed, confirmed, rejected, withdrawn
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
  -- Of the lowest organisation that has all of them below it.
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  proposer_id uuid NOT NULL,
  proposer_person uuid NOT NULL,
  propose_time timestamptz NOT NULL,
  decider_id uuid,
  decider_person uuid,
  decide_time timestamptz,
  decide_reason text NOT NULL CHECK (length(decide_reason) <= 500),
  PRIMARY KEY (county_id, id),
  CHECK ((state = 1) = (decide_time IS NULL)),
  CHECK ((decide_time IS NULL) = (decider_id IS NULL)),
  CHECK ((decide_time IS NULL) = (decider_person IS NULL)),
  CHECK (state <> 2 OR decider_person <> proposer_person)
);
CREATE INDEX collective_change_list
  ON registry.collective_change (county_id, org_path text_pattern_ops, id);

-- Those that end by the change. Each is in one open change at most.
CREATE TABLE registry.collective_change_source (
  county_id integer NOT NULL,
  change_id uuid NOT NULL,
  collective_id uuid NOT NULL,
  open boolean NOT NULL,
  PRIMARY KEY (county_id, change_id, collective_id),
  FOREIGN KEY (county_id, change_id) REFERENCES registry.collective_change (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id)
);
CREATE UNIQUE INDEX collective_change_source_retry_key
  ON registry.collective_change_source (county_id, collective_id) WHERE open;

-- Those that go on: an existing collective (name empty), or one that the change makes.
CREATE TABLE registry.collective_change_part (
  county_id integer NOT NULL,
  change_id uuid NOT NULL,
  collective_id uuid NOT NULL,
  position smallint NOT NULL CHECK (position >= 0),
  name text NOT NULL CHECK (length(name) <= 100),
  credit_code text CHECK (credit_code ~ '^[0-9A-Z]{18}$'),
  PRIMARY KEY (county_id, change_id, collective_id),
  FOREIGN KEY (county_id, change_id) REFERENCES registry.collective_change (county_id, id)
);

-- What goes to which part of a split: 1 household, 2 collective below it, 3 asset.
CREATE TABLE registry.collective_change_item (
  county_id integer NOT NULL,
  change_id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  item_id uuid NOT NULL,
  part_id uuid NOT NULL,
  PRIMARY KEY (county_id, change_id, kind, item_id),
  FOREIGN KEY (county_id, change_id, part_id)
    REFERENCES registry.collective_change_part (county_id, change_id, collective_id)
);

CREATE TABLE registry.collective_event (
  county_id integer NOT NULL,
  collective_id uuid NOT NULL,
  id uuid NOT NULL,
  -- created, updated, area code, officers, merged, split, made by a change, moved below another
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 8),
  effective_date date NOT NULL,
  record_time timestamptz NOT NULL,
  account_id uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) <= 500),
  change_id uuid,
  PRIMARY KEY (county_id, collective_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  FOREIGN KEY (county_id, change_id) REFERENCES registry.collective_change (county_id, id),
  CHECK ((kind BETWEEN 5 AND 8) = (change_id IS NOT NULL))
);

-- Whoever ended, and who goes on in its place.
CREATE TABLE registry.collective_successor (
  county_id integer NOT NULL,
  collective_id uuid NOT NULL,
  successor_id uuid NOT NULL,
  change_id uuid NOT NULL,
  PRIMARY KEY (county_id, collective_id, successor_id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  FOREIGN KEY (county_id, successor_id) REFERENCES registry.collective (county_id, id),
  FOREIGN KEY (county_id, change_id) REFERENCES registry.collective_change (county_id, id),
  CHECK (collective_id <> successor_id)
);
CREATE INDEX collective_successor_back
  ON registry.collective_successor (county_id, successor_id);

-- A partner from another county in a joint project.
CREATE TABLE registry.partner (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 2),  -- active, retired
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  search_terms text[] NOT NULL,
  credit_code text NOT NULL CHECK (credit_code ~ '^[0-9A-Z]{18}$'),
  county_name text NOT NULL CHECK (length(county_name) BETWEEN 1 AND 100),
  contact_name text NOT NULL CHECK (length(contact_name) <= 100),
  phone_sealed bytea,
  create_time timestamptz NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  CONSTRAINT partner_code_retry_key UNIQUE (county_id, credit_code)
);
CREATE INDEX partner_search ON registry.partner USING gin (search_terms);

GRANT SELECT, INSERT, UPDATE ON
  registry.collective, registry.collective_area_code, registry.collective_officer,
  registry.collective_change, registry.collective_change_source, registry.partner
  TO qianmo_registry;
-- What happened stays as it was written.
GRANT SELECT, INSERT ON
  registry.collective_change_part, registry.collective_change_item, registry.collective_event,
  registry.collective_successor
  TO qianmo_registry;
