-- Ledger, the bank's side: accounts at banks, and what shall leave them. Enumerations are the
-- numbers of proto/qianmo/ledger/v1.

-- Accounts at banks. What an account of the books holds is what the bank has there.
CREATE TABLE ledger.bank_account (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  books_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
  number_sealed bytea NOT NULL,
  number_index bytea NOT NULL,
  bank_name text NOT NULL CHECK (length(bank_name) BETWEEN 1 AND 60),
  bank_code text NOT NULL CHECK (bank_code ~ '^[0-9]{12}$'),
  -- What the files of its bank look like.
  profile text NOT NULL CHECK (length(profile) <= 20000),
  create_time timestamptz NOT NULL,
  close_time timestamptz,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id)
);
-- One at a time of an account of the books, and one of a number.
CREATE UNIQUE INDEX bank_account_code_retry_key ON ledger.bank_account (county_id, books_id, code)
  WHERE close_time IS NULL;
CREATE UNIQUE INDEX bank_account_number_retry_key ON ledger.bank_account (county_id, number_index)
  WHERE close_time IS NULL;
CREATE INDEX bank_account_list ON ledger.bank_account (county_id, books_id, id);

-- Files of payments for a bank: written by one person, approved by another.
CREATE TABLE ledger.payout_batch (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),  -- draft, approved, exported, cancelled
  execution_date date NOT NULL,
  count integer NOT NULL CHECK (count > 0),
  sum_fen bigint NOT NULL CHECK (sum_fen > 0),
  maker_id uuid NOT NULL,
  maker_person uuid NOT NULL,
  create_time timestamptz NOT NULL,
  checker_id uuid,
  checker_person uuid,
  check_time timestamptz,
  -- The bytes that the bank gets, made once; of the batch as it was approved.
  file_sealed bytea,
  file_sha256 bytea CHECK (length(file_sha256) = 32),
  export_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  CHECK ((state = 1) = (checker_id IS NULL)),
  CHECK ((checker_id IS NULL) = (checker_person IS NULL)),
  CHECK ((checker_id IS NULL) = (check_time IS NULL)),
  CHECK (state NOT IN (2, 3) OR checker_person <> maker_person),
  CHECK ((state = 3) = (file_sealed IS NOT NULL)),
  CHECK ((file_sealed IS NULL) = (file_sha256 IS NULL)),
  CHECK ((file_sealed IS NULL) = (export_time IS NULL))
);
CREATE INDEX payout_batch_list ON ledger.payout_batch (county_id, bank_account_id, id);

-- Money that must leave an account at a bank.
CREATE TABLE ledger.payment (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  -- deposit refund, village transfer, suspense return, interest, village payout
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  bank_account_id uuid NOT NULL,
  payee_sealed bytea NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen BETWEEN 1 AND 99999999999999),
  remittance text NOT NULL CHECK (length(remittance) BETWEEN 1 AND 140),
  -- What it is made for: a part of a hold, an item in suspense.
  source_id uuid NOT NULL,
  -- What is cleared in the account's books once the bank has paid, and what of that is seen in the
  -- payee's books.
  settles text NOT NULL CHECK (settles ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  mirror_books_id uuid,
  mirror_debit text CHECK (mirror_debit ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  mirror_credit text CHECK (mirror_credit ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  party_id uuid,
  contract_id uuid,
  due_time timestamptz NOT NULL,
  create_time timestamptz NOT NULL,
  -- That of its last attempt.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 7),
  attempts integer NOT NULL CHECK (attempts > 0),
  paid_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  FOREIGN KEY (county_id, mirror_books_id) REFERENCES ledger.books (county_id, id),
  CHECK ((mirror_books_id IS NULL) = (mirror_debit IS NULL)),
  CHECK ((mirror_books_id IS NULL) = (mirror_credit IS NULL)),
  CHECK ((state = 4) = (paid_time IS NOT NULL))
);
CREATE INDEX payment_list ON ledger.payment (county_id, bank_account_id, state, id);
-- Nothing is owed twice.
CREATE UNIQUE INDEX payment_source ON ledger.payment (county_id, source_id, kind);

-- Each try to make a payment; the bank knows it under a name of its own, the digits of its id.
CREATE TABLE ledger.payment_attempt (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  payment_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  -- queued, sent, accepted, paid, rejected, returned, unknown
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 7),
  batch_id uuid,
  position integer CHECK (position > 0),
  reason_code text NOT NULL CHECK (length(reason_code) <= 40),
  reason text NOT NULL CHECK (length(reason) <= 500),
  bank_reference text NOT NULL CHECK (length(bank_reference) <= 140),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  -- What was posted when the bank had paid, and when the money had come back.
  paid_voucher_id uuid,
  returned_voucher_id uuid,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, payment_id, number),
  UNIQUE (county_id, batch_id, position),
  FOREIGN KEY (county_id, payment_id) REFERENCES ledger.payment (county_id, id),
  FOREIGN KEY (county_id, batch_id) REFERENCES ledger.payout_batch (county_id, id),
  FOREIGN KEY (county_id, paid_voucher_id) REFERENCES ledger.voucher (county_id, id),
  FOREIGN KEY (county_id, returned_voucher_id) REFERENCES ledger.voucher (county_id, id),
  CHECK ((batch_id IS NULL) = (position IS NULL)),
  CHECK (state = 1 OR batch_id IS NOT NULL),
  CHECK ((state IN (4, 6)) = (paid_voucher_id IS NOT NULL)),
  CHECK ((state = 6) = (returned_voucher_id IS NOT NULL))
);
-- What is under way, or has arrived, is not tried again: one that the bank may still make least of
-- all.
CREATE UNIQUE INDEX payment_attempt_live_retry_key
  ON ledger.payment_attempt (county_id, payment_id) WHERE state NOT IN (5, 6);
CREATE INDEX payment_attempt_waiting ON ledger.payment_attempt (county_id, payment_id)
  WHERE state = 1 AND batch_id IS NULL;

GRANT SELECT, INSERT, UPDATE ON ledger.bank_account, ledger.payout_batch, ledger.payment,
  ledger.payment_attempt TO qianmo_ledger;
