-- Ledger, custody: deposits that the county centre keeps for bidders, money that nobody can place,
-- and the bank's interest. Enumerations are the numbers of proto/qianmo/ledger/v1.

-- The last serial that was given to a virtual sub-account.
CREATE TABLE ledger.hold_counter (
  county_id integer PRIMARY KEY,
  last_serial integer NOT NULL CHECK (last_serial > 0)
);

CREATE TABLE ledger.hold (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  lot_id uuid NOT NULL,
  party_id uuid NOT NULL,
  sub_account text NOT NULL CHECK (sub_account ~ '^6[0-9]{11}$'),
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),  -- waiting, funded, resolved, expired
  expected_fen bigint NOT NULL CHECK (expected_fen BETWEEN 1 AND 99999999999999),
  held_fen bigint NOT NULL DEFAULT 0,
  open_fen bigint NOT NULL DEFAULT 0 CHECK (open_fen >= 0),
  captured_fen bigint NOT NULL DEFAULT 0 CHECK (captured_fen >= 0),
  released_fen bigint NOT NULL DEFAULT 0 CHECK (released_fen >= 0),
  forfeited_fen bigint NOT NULL DEFAULT 0 CHECK (forfeited_fen >= 0),
  due_time timestamptz NOT NULL,
  -- The bidder's own account: the money comes from it and goes back to it. By digests under every
  -- key there is, those of a lot who have one account are found.
  own_account_sealed bytea NOT NULL,
  own_account_indexes bytea[] NOT NULL CHECK (cardinality(own_account_indexes) > 0),
  -- Its account is another bidder's of the lot as well, or has paid for it.
  shared_payer boolean NOT NULL,
  opener_id uuid,
  opener_person uuid,
  create_time timestamptz NOT NULL,
  -- The credit that it is.
  bank_account_id uuid,
  entry_id uuid,
  value_date date,
  fund_time timestamptz,
  -- The day on which the result was final, and until when the deposit must have gone back.
  final_date date,
  release_due_time timestamptz,
  calendar_version text,
  calendar_provisional boolean,
  -- Whether it had not, which is seen once that time is over.
  late boolean,
  end_time timestamptz,
  PRIMARY KEY (county_id, id),
  CONSTRAINT hold_once UNIQUE (county_id, lot_id, party_id),
  UNIQUE (county_id, sub_account),
  UNIQUE (county_id, entry_id),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  CONSTRAINT hold_whole CHECK (held_fen = open_fen + captured_fen + released_fen + forfeited_fen),
  CHECK (held_fen = CASE WHEN state IN (2, 3) THEN expected_fen ELSE 0 END),
  CHECK ((state = 2) = (open_fen > 0)),
  CHECK ((state IN (3, 4)) = (end_time IS NOT NULL)),
  CHECK ((state IN (2, 3)) = (entry_id IS NOT NULL)),
  CHECK ((entry_id IS NULL) = (bank_account_id IS NULL)),
  CHECK ((entry_id IS NULL) = (value_date IS NULL)),
  CHECK ((entry_id IS NULL) = (fund_time IS NULL)),
  CHECK ((opener_id IS NULL) = (opener_person IS NULL)),
  CHECK ((final_date IS NULL) = (release_due_time IS NULL)),
  CHECK ((final_date IS NULL) = (calendar_version IS NULL)),
  CHECK ((final_date IS NULL) = (calendar_provisional IS NULL)),
  CHECK (late IS NULL OR final_date IS NOT NULL)
);
CREATE INDEX hold_party ON ledger.hold (county_id, party_id, id);
CREATE INDEX hold_waiting ON ledger.hold (county_id, due_time) WHERE state = 1;
CREATE INDEX hold_release_due ON ledger.hold (county_id, release_due_time)
  WHERE release_due_time IS NOT NULL AND late IS NULL;
CREATE INDEX hold_late ON ledger.hold (county_id, id) WHERE late;
CREATE INDEX hold_value_date ON ledger.hold (county_id, bank_account_id, value_date)
  WHERE bank_account_id IS NOT NULL;

-- What became of a hold, part by part. Rows are only ever added.
CREATE TABLE ledger.hold_part (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  hold_id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),  -- captured, released, forfeited
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  reason text NOT NULL CHECK (length(reason) <= 500),
  account_id uuid NOT NULL,
  person_id uuid NOT NULL,
  part_time timestamptz NOT NULL,
  voucher_id uuid NOT NULL,
  payment_id uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, hold_id) REFERENCES ledger.hold (county_id, id),
  FOREIGN KEY (county_id, voucher_id) REFERENCES ledger.voucher (county_id, id),
  FOREIGN KEY (county_id, payment_id) REFERENCES ledger.payment (county_id, id),
  CHECK ((kind = 2) = (payment_id IS NOT NULL)),
  CHECK (kind <> 3 OR reason <> '')
);
CREATE INDEX hold_part_list ON ledger.hold_part (county_id, hold_id, id);

-- What two persons decided of a forfeited part.
CREATE TABLE ledger.forfeit_disposal (
  county_id integer NOT NULL,
  part_id uuid NOT NULL,
  costs_fen bigint NOT NULL CHECK (costs_fen >= 0),
  price_gap_fen bigint NOT NULL CHECK (price_gap_fen >= 0),
  rest_fen bigint NOT NULL CHECK (rest_fen >= 0),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  account_id uuid NOT NULL,
  person_id uuid NOT NULL,
  dispose_time timestamptz NOT NULL,
  voucher_id uuid NOT NULL,
  costs_payment_id uuid,
  PRIMARY KEY (county_id, part_id),
  FOREIGN KEY (county_id, part_id) REFERENCES ledger.hold_part (county_id, id),
  FOREIGN KEY (county_id, voucher_id) REFERENCES ledger.voucher (county_id, id),
  FOREIGN KEY (county_id, costs_payment_id) REFERENCES ledger.payment (county_id, id),
  CHECK ((costs_fen > 0) = (costs_payment_id IS NOT NULL))
);

-- What a village is owed of a part: payable until there is a payment, in transit until it arrives.
CREATE TABLE ledger.village_transfer (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  part_id uuid NOT NULL,
  books_id uuid NOT NULL,  -- the village's
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  receivable_code text NOT NULL CHECK (receivable_code ~ '^[0-9]{3}([0-9]{2}){0,3}$'),
  contract_id uuid,
  voucher_id uuid NOT NULL,  -- in the village's books
  payment_id uuid,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, part_id),
  FOREIGN KEY (county_id, part_id) REFERENCES ledger.hold_part (county_id, id),
  FOREIGN KEY (county_id, books_id) REFERENCES ledger.books (county_id, id),
  FOREIGN KEY (county_id, voucher_id) REFERENCES ledger.voucher (county_id, id),
  FOREIGN KEY (county_id, payment_id) REFERENCES ledger.payment (county_id, id)
);
CREATE INDEX village_transfer_payable ON ledger.village_transfer (county_id, id)
  WHERE payment_id IS NULL;

-- Credits that nobody could place.
CREATE TABLE ledger.suspense_item (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  entry_id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 5),
  -- Why: unknown sub-account, wrong payer, wrong amount, late, double, hold ended, shared payer.
  reason smallint NOT NULL CHECK (reason BETWEEN 1 AND 7),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  sub_account text NOT NULL CHECK (length(sub_account) <= 100),  -- as the bank told it
  hold_id uuid,  -- whose sub-account that is
  payer_sealed bytea NOT NULL,
  payer_known boolean NOT NULL,
  end_to_end text NOT NULL CHECK (length(end_to_end) <= 100),
  value_date date NOT NULL,
  take_time timestamptz NOT NULL,
  proposed_hold_id uuid,
  propose_reason text,
  proposer_id uuid,
  proposer_person uuid,
  end_time timestamptz,
  end_reason text,
  ender_id uuid,
  ender_person uuid,
  end_voucher_id uuid,
  payment_id uuid,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, entry_id),
  FOREIGN KEY (county_id, bank_account_id) REFERENCES ledger.bank_account (county_id, id),
  FOREIGN KEY (county_id, hold_id) REFERENCES ledger.hold (county_id, id),
  FOREIGN KEY (county_id, proposed_hold_id) REFERENCES ledger.hold (county_id, id),
  FOREIGN KEY (county_id, end_voucher_id) REFERENCES ledger.voucher (county_id, id),
  FOREIGN KEY (county_id, payment_id) REFERENCES ledger.payment (county_id, id),
  CHECK ((reason = 1) = (hold_id IS NULL)),
  CHECK ((state IN (2, 3)) = (proposed_hold_id IS NOT NULL)),
  CHECK ((proposed_hold_id IS NULL) = (proposer_id IS NULL)),
  CHECK ((proposed_hold_id IS NULL) = (proposer_person IS NULL)),
  CHECK ((proposed_hold_id IS NULL) = (propose_reason IS NULL)),
  CHECK ((state IN (3, 4, 5)) = (end_time IS NOT NULL)),
  CHECK ((end_time IS NULL) = (ender_id IS NULL)),
  CHECK ((end_time IS NULL) = (ender_person IS NULL)),
  CHECK ((end_time IS NULL) = (end_reason IS NULL)),
  CHECK ((end_time IS NULL) = (end_voucher_id IS NULL)),
  CHECK ((state = 4) = (payment_id IS NOT NULL)),
  CHECK (state <> 3 OR ender_person <> proposer_person)
);
CREATE INDEX suspense_item_work ON ledger.suspense_item (county_id, id) WHERE state IN (1, 2);

-- The bank's interest of some days, given to those whose money was there.
CREATE TABLE ledger.interest_run (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  first_date date NOT NULL,
  last_date date NOT NULL CHECK (last_date >= first_date),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  create_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, item_id),
  FOREIGN KEY (county_id, item_id) REFERENCES ledger.suspense_item (county_id, id),
  CONSTRAINT interest_run_days EXCLUDE USING gist (
    county_id WITH =, bank_account_id WITH =, daterange(first_date, last_date, '[]') WITH &&)
);
CREATE TABLE ledger.interest_share (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  hold_id uuid NOT NULL,
  fen_days bigint NOT NULL CHECK (fen_days > 0),
  amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
  payment_id uuid,
  PRIMARY KEY (county_id, id),
  UNIQUE (county_id, hold_id, run_id),
  FOREIGN KEY (county_id, run_id) REFERENCES ledger.interest_run (county_id, id),
  FOREIGN KEY (county_id, hold_id) REFERENCES ledger.hold (county_id, id),
  FOREIGN KEY (county_id, payment_id) REFERENCES ledger.payment (county_id, id)
);
CREATE INDEX interest_share_run ON ledger.interest_share (county_id, run_id, id);

-- And the costs of a trade that failed, out of the forfeited deposit.
ALTER TABLE ledger.payment DROP CONSTRAINT payment_kind_check,
  ADD CONSTRAINT payment_kind_check CHECK (kind BETWEEN 1 AND 6);

GRANT SELECT, INSERT, UPDATE ON ledger.hold_counter, ledger.hold, ledger.village_transfer,
  ledger.suspense_item, ledger.interest_share TO qianmo_ledger;
GRANT SELECT, INSERT ON ledger.hold_part, ledger.forfeit_disposal, ledger.interest_run
  TO qianmo_ledger;
