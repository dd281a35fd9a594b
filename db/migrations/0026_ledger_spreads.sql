-- Rent of several years that came at once, and the parts of it that become income one by one.
-- Enumerations are the numbers of proto/qianmo/ledger/v1.

CREATE TABLE ledger.spread (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  books_id uuid NOT NULL,
  -- The line that credited the debt, and what it says of the money.
  voucher_id uuid NOT NULL,
  line_position smallint NOT NULL CHECK (line_position > 0),
  debt_code text NOT NULL CHECK (debt_code ~ '^211([0-9]{2}){0,3}$'),
  party_id uuid,
  contract_id uuid,
  instalment_id uuid,
  asset_id uuid,
  project_id uuid,
  group_id uuid,
  income_code text NOT NULL CHECK (income_code ~ '^5[0-9]{2}([0-9]{2}){0,3}$'),
  total_fen bigint NOT NULL CHECK (total_fen > 0),
  first_day date NOT NULL,
  last_day date NOT NULL,
  method smallint NOT NULL CHECK (method BETWEEN 1 AND 3),
  creator_id uuid NOT NULL,
  creator_person uuid NOT NULL,
  create_time timestamptz NOT NULL,
  end_time timestamptz,
  end_reason text NOT NULL CHECK (length(end_reason) <= 500),
  ender_id uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id),
  FOREIGN KEY (county_id, voucher_id, line_position)
    REFERENCES ledger.voucher_line (county_id, voucher_id, position),
  CHECK (last_day >= first_day),
  CHECK ((end_time IS NULL) = (end_reason = '') AND (end_time IS NULL) = (ender_id IS NULL))
);
CREATE INDEX spread_list ON ledger.spread (county_id, books_id, id);
-- A line is spread by one at a time.
CREATE UNIQUE INDEX spread_running ON ledger.spread (county_id, voucher_id, line_position)
  WHERE end_time IS NULL;

-- A part has one voucher at a time, and a voucher is of one part.
CREATE TABLE ledger.spread_part (
  county_id integer NOT NULL,
  spread_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  first_day date NOT NULL,
  last_day date NOT NULL,
  due_day date NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  voucher_id uuid,
  PRIMARY KEY (county_id, spread_id, number),
  UNIQUE (county_id, voucher_id),
  FOREIGN KEY (county_id, spread_id) REFERENCES ledger.spread (county_id, id),
  FOREIGN KEY (county_id, voucher_id) REFERENCES ledger.voucher (county_id, id),
  CHECK (last_day >= first_day AND due_day BETWEEN first_day AND last_day)
);
CREATE INDEX spread_part_due ON ledger.spread_part (county_id, due_day) WHERE voucher_id IS NULL;

GRANT SELECT, INSERT, UPDATE ON ledger.spread, ledger.spread_part TO qianmo_ledger;
