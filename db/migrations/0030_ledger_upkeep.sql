-- Ledger: pieces of banks' files are sealed anew after a rotation of keys.
GRANT UPDATE (body_sealed) ON ledger.bank_file_chunk TO qianmo_ledger;

-- Books follow their collectives. Those of one that has ended go to whoever goes on with its rest,
-- beside that one's own, and have a last day.
ALTER TABLE ledger.books
  ADD COLUMN end_date date,
  ADD COLUMN end_cause text NOT NULL DEFAULT '' CHECK (length(end_cause) <= 200),
  ADD CHECK ((end_date IS NULL) = (end_cause = '')),
  DROP CONSTRAINT books_once;
CREATE UNIQUE INDEX books_once ON ledger.books (county_id, org_path, kind)
  WHERE end_date IS NULL;

-- Where books were told to go, and why. Rows are only ever added.
CREATE TABLE ledger.books_move (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  from_path text NOT NULL,
  to_path text NOT NULL,
  ended boolean NOT NULL,  -- the collective at from_path has
  cause text NOT NULL CHECK (length(cause) BETWEEN 1 AND 200),
  actor_id uuid NOT NULL,  -- who confirmed it
  books integer NOT NULL CHECK (books >= 0),  -- how many there were
  move_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id)
);
CREATE INDEX books_move_recent ON ledger.books_move (county_id, move_time);
GRANT SELECT, INSERT ON ledger.books_move TO qianmo_ledger;

-- Vouchers of a state are few among many.
CREATE INDEX voucher_state ON ledger.voucher (county_id, books_id, state, id);
CREATE INDEX spread_voucher ON ledger.spread (county_id, voucher_id);
