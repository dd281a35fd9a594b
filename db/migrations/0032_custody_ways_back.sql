-- Ledger, custody: what goes back to whoever paid it, parts that are taken back, lateness, and
-- interest by two persons. Enumerations are the numbers of proto/qianmo/ledger/v1.

-- A deposit that somebody else paid goes back to whoever paid it.
ALTER TABLE ledger.hold ADD COLUMN refund_account_sealed bytea;

-- The day of a release stands for the day of the result until somebody says that it was earlier.
ALTER TABLE ledger.hold ADD COLUMN final_implied boolean NOT NULL DEFAULT false,
  ADD CHECK (NOT final_implied OR final_date IS NOT NULL);
-- Refunds that the bank refused or that came back, few among many.
CREATE INDEX payment_refund_back ON ledger.payment (county_id, source_id)
  WHERE kind = 1 AND state IN (5, 6);

-- Each movement of a forfeited part has a voucher of its own.
ALTER TABLE ledger.forfeit_disposal
  ADD COLUMN costs_voucher_id uuid,
  ADD COLUMN village_voucher_id uuid,
  ADD FOREIGN KEY (county_id, costs_voucher_id) REFERENCES ledger.voucher (county_id, id),
  ADD FOREIGN KEY (county_id, village_voucher_id) REFERENCES ledger.voucher (county_id, id);
UPDATE ledger.forfeit_disposal SET
  costs_voucher_id = CASE WHEN price_gap_fen + rest_fen = 0 THEN voucher_id END,
  village_voucher_id = CASE WHEN price_gap_fen + rest_fen > 0 THEN voucher_id END;
ALTER TABLE ledger.forfeit_disposal DROP COLUMN voucher_id,
  ADD CHECK ((price_gap_fen + rest_fen > 0) = (village_voucher_id IS NOT NULL));

-- Why a village could not be paid when that was last tried.
ALTER TABLE ledger.village_transfer
  ADD COLUMN trouble text NOT NULL DEFAULT '' CHECK (length(trouble) <= 60);

-- A payment that is not to be made after all, which the bank has never seen: no other try is made.
ALTER TABLE ledger.payment DROP CONSTRAINT payment_state_check,
  ADD CONSTRAINT payment_state_check CHECK (state BETWEEN 1 AND 8);
ALTER TABLE ledger.payment_attempt DROP CONSTRAINT payment_attempt_state_check,
  ADD CONSTRAINT payment_attempt_state_check CHECK (state BETWEEN 1 AND 8),
  DROP CONSTRAINT payment_attempt_batch_check,
  ADD CONSTRAINT payment_attempt_batch_check
    CHECK (state IN (1, 4, 6, 8) OR batch_id IS NOT NULL);

-- Captured and forfeited parts that were wrong, taken back by two persons.
CREATE TABLE ledger.part_undo (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  part_id uuid NOT NULL,
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),  -- proposed, done, declined
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  proposer_id uuid NOT NULL,
  proposer_person uuid NOT NULL,
  propose_time timestamptz NOT NULL,
  decider_id uuid,
  decider_person uuid,
  decide_time timestamptz,
  decide_reason text NOT NULL CHECK (length(decide_reason) <= 500),
  voucher_id uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, part_id) REFERENCES ledger.hold_part (county_id, id),
  FOREIGN KEY (county_id, voucher_id) REFERENCES ledger.voucher (county_id, id),
  CHECK ((state = 1) = (decide_time IS NULL)),
  CHECK ((state = 1) = (decider_id IS NULL) AND (state = 1) = (decider_person IS NULL)),
  CHECK ((state = 2) = (voucher_id IS NOT NULL)),
  CHECK (state <> 2 OR decider_person <> proposer_person)
);
-- One at a time, and done once.
CREATE UNIQUE INDEX part_undo_once ON ledger.part_undo (county_id, part_id) WHERE state <> 3;
CREATE INDEX part_undo_list ON ledger.part_undo (county_id, part_id, id);
ALTER TABLE ledger.hold_part ADD COLUMN undo_time timestamptz,
  ADD CHECK (kind <> 2 OR undo_time IS NULL);
GRANT UPDATE (undo_time) ON ledger.hold_part TO qianmo_ledger;
GRANT SELECT, INSERT, UPDATE ON ledger.part_undo TO qianmo_ledger;

-- Interest is given out by two persons, in steps. What was before was done by one.
ALTER TABLE ledger.interest_run
  -- proposed, approved, done, declined, failed
  ADD COLUMN state smallint NOT NULL DEFAULT 3 CHECK (state BETWEEN 1 AND 5),
  ADD COLUMN proposer_id uuid,
  ADD COLUMN proposer_person uuid,
  ADD COLUMN decider_id uuid,
  ADD COLUMN decider_person uuid,
  ADD COLUMN decide_time timestamptz,
  ADD COLUMN end_time timestamptz,
  ADD COLUMN end_reason text NOT NULL DEFAULT '' CHECK (length(end_reason) <= 500),
  ADD CHECK ((proposer_id IS NULL) = (proposer_person IS NULL)),
  ADD CHECK ((decider_id IS NULL) = (decider_person IS NULL)
    AND (decider_id IS NULL) = (decide_time IS NULL)),
  ADD CHECK (state <> 1 OR decider_id IS NULL),
  ADD CHECK (state NOT IN (2, 5) OR decider_person <> proposer_person),
  DROP CONSTRAINT interest_run_county_id_item_id_key,
  DROP CONSTRAINT interest_run_days,
  ADD CONSTRAINT interest_run_days EXCLUDE USING gist (
    county_id WITH =, bank_account_id WITH =, daterange(first_date, last_date, '[]') WITH &&)
    WHERE (state NOT IN (4, 5));
CREATE UNIQUE INDEX interest_run_item ON ledger.interest_run (county_id, item_id)
  WHERE state NOT IN (4, 5);
CREATE INDEX interest_share_unpaid ON ledger.interest_share (county_id, run_id, id)
  WHERE payment_id IS NULL AND amount_fen > 0;
GRANT UPDATE ON ledger.interest_run TO qianmo_ledger;
