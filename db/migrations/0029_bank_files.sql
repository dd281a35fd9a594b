-- Ledger: what banks say, in their files. Enumerations are the numbers of proto/qianmo/ledger/v1.

-- A file as the bank made it: evidence, kept as it came. The same bytes are taken once.
CREATE TABLE ledger.bank_file (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),  -- statement, payout result
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),  -- waits, taken, refused
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 300),
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  size bigint NOT NULL CHECK (size > 0),
  -- Why it was refused: the reason, and where in the file.
  reason text NOT NULL CHECK (length(reason) <= 60),
  reason_message text NOT NULL CHECK (length(reason_message) <= 1000),
  reason_line bigint NOT NULL CHECK (reason_line >= 0),
  -- What it says, of which so much was known already, and so much waits for somebody to look.
  items bigint NOT NULL CHECK (items >= 0),
  known bigint NOT NULL CHECK (known >= 0),
  matched bigint NOT NULL CHECK (matched >= 0),
  odd bigint NOT NULL CHECK (odd >= 0),
  maker_id uuid NOT NULL,
  maker_person uuid NOT NULL,
  create_time timestamptz NOT NULL,
  end_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  CHECK ((state = 3) = (reason <> '')),
  CHECK ((state = 1) = (end_time IS NULL))
);
CREATE UNIQUE INDEX bank_file_content_retry_key
  ON ledger.bank_file (county_id, bank_account_id, kind, sha256) WHERE state <> 3;
CREATE INDEX bank_file_list ON ledger.bank_file (county_id, bank_account_id, id);

CREATE TABLE ledger.bank_file_chunk (
  county_id integer NOT NULL,
  bank_file_id uuid NOT NULL,
  start bigint NOT NULL CHECK (start >= 0),
  body_sealed bytea NOT NULL,
  PRIMARY KEY (county_id, bank_file_id, start),
  FOREIGN KEY (county_id, bank_file_id) REFERENCES ledger.bank_file (county_id, id)
);

-- A statement in a file, or a notification. Rows are only ever added.
CREATE TABLE ledger.bank_statement (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  bank_file_id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),  -- statement, notification
  bank_number text NOT NULL CHECK (length(bank_number) <= 140),
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  opening_fen bigint,
  closing_fen bigint,
  credits bigint NOT NULL CHECK (credits >= 0),
  debits bigint NOT NULL CHECK (debits >= 0),
  credit_fen bigint NOT NULL CHECK (credit_fen >= 0),
  debit_fen bigint NOT NULL CHECK (debit_fen >= 0),
  known bigint NOT NULL CHECK (known BETWEEN 0 AND credits + debits),
  -- By how much its opening balance is not what the statements before it lead to.
  jump_fen bigint NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  FOREIGN KEY (county_id, bank_file_id) REFERENCES ledger.bank_file (county_id, id),
  CHECK ((opening_fen IS NULL) = (closing_fen IS NULL)),
  CHECK (opening_fen + credit_fen - debit_fen = closing_fen)
);
CREATE INDEX bank_statement_list
  ON ledger.bank_statement (county_id, bank_account_id, first_day, id);
CREATE INDEX bank_statement_file ON ledger.bank_statement (county_id, bank_file_id);

-- A booking of the bank's, once, however many files have it.
CREATE TABLE ledger.bank_entry (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  bank_statement_id uuid NOT NULL,  -- the first that had it
  identity uuid NOT NULL,
  line bigint NOT NULL CHECK (line >= 0),
  side smallint NOT NULL CHECK (side BETWEEN 1 AND 2),  -- credit, debit: as the bank sees us
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  reversal boolean NOT NULL,
  booking_date date NOT NULL,
  value_date date NOT NULL,
  reference text NOT NULL CHECK (length(reference) <= 140),
  code text NOT NULL CHECK (length(code) <= 140),
  end_to_end_id text NOT NULL CHECK (length(end_to_end_id) <= 140),
  sub_account text NOT NULL CHECK (length(sub_account) <= 60),
  return_code text NOT NULL CHECK (length(return_code) <= 40),
  -- Who is on the other side, and what for.
  party_sealed bytea NOT NULL,
  -- New, matched, waits for somebody to look, a voucher for it waits to be approved.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
  -- What it was found to be: a payment of ours, one that came back, money for custody, a voucher.
  matched_by smallint CHECK (matched_by BETWEEN 1 AND 4),
  voucher_id uuid,  -- says it in the books
  attempt_id uuid,
  reason text NOT NULL CHECK (length(reason) <= 60),  -- why it waits
  PRIMARY KEY (county_id, id),
  CONSTRAINT bank_entry_identity_retry_key UNIQUE (county_id, bank_account_id, identity),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  FOREIGN KEY (county_id, bank_statement_id) REFERENCES ledger.bank_statement (county_id, id),
  FOREIGN KEY (county_id, voucher_id) REFERENCES ledger.voucher (county_id, id),
  FOREIGN KEY (county_id, attempt_id) REFERENCES ledger.payment_attempt (county_id, id),
  CHECK ((state IN (2, 4)) = (matched_by IS NOT NULL)),
  CHECK ((state IN (2, 4)) = (voucher_id IS NOT NULL)),
  CHECK ((state = 3) = (reason <> ''))
);
CREATE INDEX bank_entry_day
  ON ledger.bank_entry (county_id, bank_account_id, booking_date, id);
CREATE INDEX bank_entry_open ON ledger.bank_entry (county_id, bank_account_id, id)
  WHERE state <> 2;
CREATE UNIQUE INDEX bank_entry_voucher_retry_key
  ON ledger.bank_entry (county_id, voucher_id) WHERE voucher_id IS NOT NULL;
CREATE INDEX bank_entry_reference
  ON ledger.bank_entry (county_id, bank_account_id, reference) WHERE reference <> '';

-- What a bank said and that cannot be. The books never change by it.
CREATE TABLE ledger.contradiction (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  -- unknown payment, against what was said earlier, other amount, other payee, not posted
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  end_to_end_id text NOT NULL CHECK (length(end_to_end_id) <= 140),
  payment_id uuid,
  told text NOT NULL CHECK (length(told) <= 500),
  bank_file_id uuid NOT NULL,
  line bigint NOT NULL CHECK (line >= 0),
  create_time timestamptz NOT NULL,
  outcome text NOT NULL CHECK (length(outcome) <= 500),
  close_time timestamptz,
  closer_id uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  FOREIGN KEY (county_id, payment_id) REFERENCES ledger.payment (county_id, id),
  FOREIGN KEY (county_id, bank_file_id) REFERENCES ledger.bank_file (county_id, id),
  CHECK ((outcome = '') = (close_time IS NULL)),
  CHECK ((outcome = '') = (closer_id IS NULL))
);
CREATE INDEX contradiction_list ON ledger.contradiction (county_id, bank_account_id, id);
CREATE INDEX contradiction_open ON ledger.contradiction (county_id, payment_id)
  WHERE close_time IS NULL;

GRANT SELECT, INSERT, UPDATE ON ledger.bank_file, ledger.bank_entry, ledger.contradiction
  TO qianmo_ledger;
GRANT SELECT, INSERT ON ledger.bank_file_chunk, ledger.bank_statement TO qianmo_ledger;
