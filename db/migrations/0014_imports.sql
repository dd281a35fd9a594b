-- Registry: imports of households and of assets. A table is read and checked row by row (and kept
-- ready here, what is personal sealed already), a second person confirms it, and then all of it
-- arrives in one transaction.
CREATE TABLE registry.import (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),  -- households, assets
  -- Of whoever has it checked: all rows are at or below this.
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  -- checking, checked, refused, loading, loaded, withdrawn
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 6),
  file_id uuid NOT NULL,
  skip_bad_rows boolean NOT NULL,
  -- Members join and units count from this day, assets are idle from it.
  effective_date date NOT NULL,
  ground text NOT NULL CHECK (length(ground) BETWEEN 1 AND 500),
  row_count bigint NOT NULL CHECK (row_count >= 0),
  item_count bigint NOT NULL CHECK (item_count >= 0),
  ready_count bigint NOT NULL CHECK (ready_count BETWEEN 0 AND item_count),
  unchanged_count bigint NOT NULL CHECK (unchanged_count BETWEEN 0 AND item_count),
  bad_row_count bigint NOT NULL CHECK (bad_row_count BETWEEN 0 AND row_count),
  fault_count bigint NOT NULL CHECK (fault_count >= 0),
  refusal text NOT NULL CHECK (length(refusal) <= 60),  -- the reason, where it was refused
  bad_rows_file_id uuid,  -- the bad rows as a table of their own, each with its reason
  maker_id uuid NOT NULL,
  maker_person uuid NOT NULL,
  create_time timestamptz NOT NULL,
  checker_id uuid,
  checker_person uuid,
  end_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, file_id) REFERENCES registry.file (county_id, id),
  FOREIGN KEY (county_id, bad_rows_file_id) REFERENCES registry.file (county_id, id),
  CHECK ((checker_id IS NULL) = (checker_person IS NULL)),
  CHECK (state NOT IN (4, 5) OR (checker_person IS NOT NULL AND checker_person <> maker_person)),
  CHECK ((state IN (3, 5, 6)) = (end_time IS NOT NULL)),
  CHECK (state <> 5 OR skip_bad_rows OR bad_row_count = 0)
);
CREATE INDEX import_list
  ON registry.import (county_id, org_path text_pattern_ops, id);
CREATE INDEX import_open
  ON registry.import (county_id, create_time) WHERE state IN (1, 2);

-- What is wrong with a row: a line of the file may have several.
CREATE TABLE registry.import_fault (
  county_id integer NOT NULL,
  import_id uuid NOT NULL,
  line bigint NOT NULL CHECK (line > 0),
  position integer NOT NULL CHECK (position >= 0),  -- of the cell; 0 for the whole row
  problem smallint NOT NULL CHECK (problem BETWEEN 1 AND 16),
  column_title text NOT NULL CHECK (length(column_title) <= 100),
  PRIMARY KEY (county_id, import_id, line, position, problem),
  FOREIGN KEY (county_id, import_id) REFERENCES registry.import (county_id, id)
);

-- Households on their way. Gone once they have arrived, or never will. No index here begins with
-- the import: the planner, which knows nothing yet of so young a table, would take it for as good
-- as a unique one and read it from end to end for each row.
CREATE TABLE registry.import_household (
  county_id integer NOT NULL,
  import_id uuid NOT NULL,
  id uuid NOT NULL,  -- the household's to come
  line bigint NOT NULL CHECK (line > 0),
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  number text NOT NULL CHECK (length(number) BETWEEN 1 AND 30),
  address text NOT NULL,
  bank_name text NOT NULL,
  account_holder text NOT NULL,
  -- Sealed for its place in registry.household, and its blind indexes.
  ready_bank_account bytea,
  bank_account_keys bytea[] NOT NULL,
  -- Hundredths by kind: the first is kind 1.
  units bigint[] NOT NULL CHECK (cardinality(units) = 5),
  -- ready, unchanged (it is there already, exactly so), bad (kept to find its number again)
  standing smallint NOT NULL CHECK (standing BETWEEN 1 AND 3),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, import_id) REFERENCES registry.import (county_id, id),
  CONSTRAINT import_household_number UNIQUE (county_id, number, collective_id, import_id)
);

CREATE TABLE registry.import_member (
  county_id integer NOT NULL,
  import_id uuid NOT NULL,
  id uuid NOT NULL,  -- the member's to come
  household_id uuid NOT NULL,
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  search_terms text[] NOT NULL,
  relation smallint NOT NULL CHECK (relation BETWEEN 1 AND 9),
  -- Sealed for their places in registry.member, and their blind indexes.
  ready_id_number bytea,
  ready_phone bytea,
  ready_birth_date bytea,
  id_number_keys bytea[] NOT NULL,
  phone_keys bytea[] NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, import_id) REFERENCES registry.import (county_id, id)
);
CREATE INDEX import_member_id_number
  ON registry.import_member (county_id, (id_number_keys[1]), import_id);

-- Assets on their way.
CREATE TABLE registry.import_asset (
  county_id integer NOT NULL,
  import_id uuid NOT NULL,
  id uuid NOT NULL,  -- the asset's to come
  line bigint NOT NULL CHECK (line > 0),
  collective_id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
  search_terms text[] NOT NULL,
  asset_class smallint NOT NULL CHECK (asset_class BETWEEN 1 AND 3),
  right_type smallint NOT NULL CHECK (right_type BETWEEN 0 AND 9),
  measure smallint NOT NULL CHECK (measure BETWEEN 1 AND 5),
  quantity_e3 bigint NOT NULL CHECK (quantity_e3 >= 0),
  book_value_fen bigint NOT NULL CHECK (book_value_fen >= 0),
  site text NOT NULL,
  parcel_code text NOT NULL,
  contract_code text NOT NULL,
  unit_number text NOT NULL,
  standing smallint NOT NULL CHECK (standing BETWEEN 1 AND 3),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, import_id) REFERENCES registry.import (county_id, id),
  CONSTRAINT import_asset_name UNIQUE (county_id, display_name, collective_id, import_id)
);

-- Whether a collective has an asset of a name already.
CREATE INDEX asset_name ON registry.asset (county_id, collective_id, display_name)
  WHERE state <> 6;

GRANT SELECT, INSERT, UPDATE ON registry.import TO qianmo_registry;
GRANT SELECT, INSERT ON registry.import_fault TO qianmo_registry;
GRANT SELECT, INSERT, DELETE
  ON registry.import_household, registry.import_member, registry.import_asset TO qianmo_registry;
