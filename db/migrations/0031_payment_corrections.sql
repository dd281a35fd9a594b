-- Ledger, the bank's side: what two persons say of a payment, the file of a batch as it was
-- approved, money of the centre's on a village's account, days up to which books and banks are
-- compared. Enumerations are the numbers of proto/qianmo/ledger/v1.

-- What the bank's files do not say of a payment: proposed by one person, approved by another.
CREATE TABLE ledger.payment_correction (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  attempt_id uuid NOT NULL,  -- its last one then
  -- not carried out by the bank, to another payee, paid by a booking, came back by a booking
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 4),
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),  -- proposed, approved, declined
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  payees_sealed bytea,  -- who shall be paid, and who was to be
  bank_entry_id uuid,
  -- What the bank took besides, and where that goes.
  fee_fen bigint NOT NULL CHECK (fee_fen >= 0),
  fee_code text CHECK (fee_code ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  maker_id uuid NOT NULL,
  maker_person uuid NOT NULL,
  create_time timestamptz NOT NULL,
  checker_id uuid,
  checker_person uuid,
  check_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  FOREIGN KEY (county_id, payment_id) REFERENCES ledger.payment (county_id, id),
  FOREIGN KEY (county_id, attempt_id) REFERENCES ledger.payment_attempt (county_id, id),
  FOREIGN KEY (county_id, bank_entry_id) REFERENCES ledger.bank_entry (county_id, id),
  CHECK ((kind = 2) = (payees_sealed IS NOT NULL)),
  CHECK ((kind IN (3, 4)) = (bank_entry_id IS NOT NULL)),
  CHECK ((fee_fen > 0) = (fee_code IS NOT NULL)),
  CHECK (fee_fen = 0 OR kind IN (3, 4)),
  CHECK ((state = 1) = (checker_id IS NULL)),
  CHECK ((checker_id IS NULL) = (checker_person IS NULL)),
  CHECK ((checker_id IS NULL) = (check_time IS NULL)),
  CHECK (state <> 2 OR checker_person <> maker_person)
);
-- One at a time of a payment, and of a booking.
CREATE UNIQUE INDEX payment_correction_open_retry_key
  ON ledger.payment_correction (county_id, payment_id) WHERE state = 1;
CREATE UNIQUE INDEX payment_correction_entry_retry_key
  ON ledger.payment_correction (county_id, bank_entry_id) WHERE state = 1;
CREATE INDEX payment_correction_list
  ON ledger.payment_correction (county_id, bank_account_id, id);
GRANT SELECT, INSERT, UPDATE ON ledger.payment_correction TO qianmo_ledger;

-- A booking may wait for a correction instead of a voucher (attempt_id says of what), and may be
-- money that the centre paid to the village.
ALTER TABLE ledger.bank_entry
  DROP CONSTRAINT bank_entry_check1,
  DROP CONSTRAINT bank_entry_matched_by_check,
  ADD CHECK (matched_by BETWEEN 1 AND 5),
  ADD CONSTRAINT bank_entry_voucher_check
    CHECK ((state = 2 OR (state = 4 AND matched_by = 4)) = (voucher_id IS NOT NULL)),
  ADD CONSTRAINT bank_entry_drafted_check
    CHECK (state <> 4 OR matched_by = 4 OR attempt_id IS NOT NULL);
CREATE INDEX bank_entry_named
  ON ledger.bank_entry (county_id, bank_account_id, lower(end_to_end_id))
  WHERE end_to_end_id <> '' AND state <> 2;

-- A payment that waits, and that the bank made all the same, is paid by what two persons say. What
-- was posted to the payee's own books stays with the attempt.
ALTER TABLE ledger.payment_attempt
  DROP CONSTRAINT payment_attempt_check1,
  ADD CONSTRAINT payment_attempt_batch_check
    CHECK (state IN (1, 4, 6) OR batch_id IS NOT NULL),
  ADD COLUMN mirror_voucher_id uuid,
  ADD COLUMN mirror_back_voucher_id uuid,
  ADD FOREIGN KEY (county_id, mirror_voucher_id) REFERENCES ledger.voucher (county_id, id),
  ADD FOREIGN KEY (county_id, mirror_back_voucher_id) REFERENCES ledger.voucher (county_id, id);
CREATE INDEX payment_mirror ON ledger.payment (county_id, mirror_books_id, amount_fen)
  WHERE mirror_books_id IS NOT NULL;

-- The file is made when a batch is approved; who takes a batch apart does not hide who approved it.
-- One that an older server approved has no file, and is taken apart.
ALTER TABLE ledger.payout_batch
  DROP CONSTRAINT payout_batch_check,
  DROP CONSTRAINT payout_batch_check4,
  DROP CONSTRAINT payout_batch_check6,
  ADD COLUMN canceller_id uuid,
  ADD COLUMN cancel_time timestamptz,
  ADD CONSTRAINT payout_batch_checker_check CHECK (state NOT IN (2, 3) OR checker_id IS NOT NULL),
  ADD CONSTRAINT payout_batch_file_check CHECK (state <> 3 OR file_sealed IS NOT NULL),
  ADD CONSTRAINT payout_batch_draft_check CHECK (state <> 1 OR file_sealed IS NULL),
  ADD CONSTRAINT payout_batch_export_check CHECK ((state = 3) = (export_time IS NOT NULL)),
  ADD CONSTRAINT payout_batch_canceller_check
    CHECK ((canceller_id IS NULL) = (cancel_time IS NULL)),
  ADD CONSTRAINT payout_batch_cancelled_check CHECK (state = 4 OR canceller_id IS NULL);

-- Days at whose end an account was compared with its bank: what was open then, so that nobody reads
-- what is older. It holds while the books have this turnover up to the day and no older booking
-- comes or goes; it is made anew at any time.
CREATE TABLE ledger.bank_checkpoint (
  county_id integer NOT NULL,
  bank_account_id uuid NOT NULL,
  day date NOT NULL,  -- the last of a month
  bank_fen bigint NOT NULL,
  -- Of the account's code up to the day.
  debit_fen bigint NOT NULL CHECK (debit_fen >= 0),
  credit_fen bigint NOT NULL CHECK (credit_fen >= 0),
  first_day date NOT NULL,
  opening_fen bigint NOT NULL,
  jump_days date[] NOT NULL,
  jump_fen bigint[] NOT NULL CHECK (cardinality(jump_fen) = cardinality(jump_days)),
  -- Vouchers that no booking said, bookings that no voucher said.
  voucher_ids uuid[] NOT NULL,
  bank_entry_ids uuid[] NOT NULL,
  PRIMARY KEY (county_id, bank_account_id, day),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id)
);
GRANT SELECT, INSERT, DELETE ON ledger.bank_checkpoint TO qianmo_ledger;
CREATE INDEX bank_statement_end
  ON ledger.bank_statement (county_id, bank_account_id, last_day, id);
