-- Ledger, its first room: books, vouchers, postings. Amounts are fen. Enumerations are the numbers
-- of proto/qianmo/ledger/v1.
CALL house.furnish('ledger');

CREATE TABLE ledger.books (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  -- Of the organisation whose money it is about; of custody books the county itself.
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),  -- collective, village committee, custody
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
  -- First days of months: nothing is posted before the one, all is closed before the other.
  first_month date NOT NULL CHECK (extract(day FROM first_month) = 1),
  open_month date NOT NULL CHECK (extract(day FROM open_month) = 1),
  -- The last year whose income was carried over.
  carried_year integer NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  CONSTRAINT books_once UNIQUE (county_id, org_path, kind),
  CHECK (open_month >= first_month),
  CHECK ((kind = 3) = (org_path = '/' || county_id || '/'))
);
CREATE INDEX books_list ON ledger.books (county_id, org_path text_pattern_ops, id);

-- Who closed a month or opened it again, when and why. Rows are only ever added.
CREATE TABLE ledger.period_event (
  county_id integer NOT NULL,
  books_id uuid NOT NULL,
  id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),  -- closed, reopened
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  reason text NOT NULL CHECK (length(reason) <= 500),
  account_id uuid NOT NULL,
  event_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, books_id, id),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id),
  CHECK ((kind = 2) = (reason <> ''))
);

-- Accounts that a set of books has beside those of its chart.
CREATE TABLE ledger.sub_account (
  county_id integer NOT NULL,
  books_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9]{3}([0-9]{2}){1,3}$'),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 60),
  PRIMARY KEY (county_id, books_id, code),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id)
);

-- What an account holds now, on the side where it grows. A row appears with the first posting.
CREATE TABLE ledger.balance (
  county_id integer NOT NULL,
  books_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  balance_fen bigint NOT NULL,
  PRIMARY KEY (county_id, books_id, code),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id)
);

-- What moved an account in a month, so that a balance of any month costs nothing of its history.
CREATE TABLE ledger.turnover (
  county_id integer NOT NULL,
  books_id uuid NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  code text NOT NULL CHECK (code ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  debit_fen bigint NOT NULL CHECK (debit_fen >= 0),
  credit_fen bigint NOT NULL CHECK (credit_fen >= 0),
  PRIMARY KEY (county_id, books_id, month, code),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id)
);

-- The last number that was given: numbers have no gaps.
CREATE TABLE ledger.voucher_counter (
  county_id integer NOT NULL,
  books_id uuid NOT NULL,
  year integer NOT NULL,
  last_number integer NOT NULL CHECK (last_number > 0),
  PRIMARY KEY (county_id, books_id, year),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id)
);

CREATE TABLE ledger.voucher (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  books_id uuid NOT NULL,
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),  -- draft, posted, rejected
  voucher_date date NOT NULL,
  year integer NOT NULL CHECK (year = extract(year FROM voucher_date)),
  number integer CHECK (number > 0),
  summary text NOT NULL CHECK (length(summary) BETWEEN 1 AND 200),
  attachments integer NOT NULL CHECK (attachments >= 0),
  total_fen bigint NOT NULL CHECK (total_fen > 0),
  reverses_id uuid,
  carries_year integer CHECK (carries_year = year),  -- of the voucher that ends a year
  -- Written by people and approved by others, or by a rule because something else happened, such
  -- as a credit on a statement; then the maker is whoever made it happen, if anybody did.
  origin smallint NOT NULL CHECK (origin BETWEEN 1 AND 2),
  maker_id uuid CHECK (origin = 2 OR maker_id IS NOT NULL),
  maker_person uuid CHECK (origin = 2 OR maker_person IS NOT NULL),
  create_time timestamptz NOT NULL,
  checker_id uuid,
  checker_person uuid,
  end_time timestamptz,
  reject_reason text NOT NULL CHECK (length(reject_reason) <= 500),
  PRIMARY KEY (county_id, id),
  CONSTRAINT voucher_number UNIQUE (county_id, books_id, year, number),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id),
  FOREIGN KEY (county_id, reverses_id) REFERENCES ledger.voucher (county_id, id),
  CHECK ((state = 2) = (number IS NOT NULL)),
  CHECK ((state = 1) = (end_time IS NULL)),
  CHECK (origin = 1 OR state = 2),
  CHECK ((checker_id IS NULL) = (state = 1 OR origin = 2)),
  CHECK ((checker_person IS NULL) = (state = 1 OR origin = 2)),
  CHECK (state <> 2 OR origin = 2 OR checker_person <> maker_person)
);
CREATE INDEX voucher_list ON ledger.voucher (county_id, books_id, id);
CREATE INDEX voucher_draft ON ledger.voucher (county_id, books_id, voucher_date) WHERE state = 1;
-- One at most takes another back, or is about to.
CREATE UNIQUE INDEX voucher_reversal_retry_key ON ledger.voucher (county_id, reverses_id)
  WHERE reverses_id IS NOT NULL AND state <> 3;

CREATE UNIQUE INDEX voucher_carry_retry_key ON ledger.voucher (county_id, books_id, carries_year)
  WHERE carries_year IS NOT NULL AND state <> 3;

CREATE TABLE ledger.voucher_line (
  county_id integer NOT NULL,
  voucher_id uuid NOT NULL,
  position smallint NOT NULL CHECK (position > 0),
  side smallint NOT NULL CHECK (side BETWEEN 1 AND 2),  -- debit, credit
  code text NOT NULL CHECK (code ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  party_id uuid,
  contract_id uuid,
  instalment_id uuid,
  asset_id uuid,
  project_id uuid,
  group_id uuid,
  income smallint CHECK (income BETWEEN 1 AND 5),  -- what kind, of a line of an income account
  PRIMARY KEY (county_id, voucher_id, position),
  FOREIGN KEY (county_id, voucher_id) REFERENCES ledger.voucher (county_id, id)
);

-- The journal: an amount goes from the credited account to the debited one, so that nothing can be
-- unbalanced. Rows are only ever added.
CREATE TABLE ledger.posting (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  books_id uuid NOT NULL,
  voucher_id uuid NOT NULL,
  position smallint NOT NULL CHECK (position > 0),
  posting_date date NOT NULL,
  debit_code text NOT NULL CHECK (debit_code ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  credit_code text NOT NULL CHECK (credit_code ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  debit_party_id uuid,
  credit_party_id uuid,
  contract_id uuid,
  instalment_id uuid,
  asset_id uuid,
  project_id uuid,
  group_id uuid,
  debit_income smallint CHECK (debit_income BETWEEN 1 AND 5),
  credit_income smallint CHECK (credit_income BETWEEN 1 AND 5),
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, voucher_id, position),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id),
  FOREIGN KEY (county_id, voucher_id) REFERENCES ledger.voucher (county_id, id)
);
CREATE INDEX posting_debit ON ledger.posting (county_id, books_id, debit_code, id);
CREATE INDEX posting_credit ON ledger.posting (county_id, books_id, credit_code, id);

GRANT SELECT, INSERT, UPDATE ON ledger.books, ledger.balance, ledger.turnover,
  ledger.voucher_counter, ledger.voucher TO qianmo_ledger;
GRANT SELECT, INSERT
  ON ledger.period_event, ledger.sub_account, ledger.voucher_line, ledger.posting TO qianmo_ledger;
