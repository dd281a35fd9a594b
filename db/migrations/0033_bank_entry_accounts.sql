-- Ledger: a voucher that moves money between two accounts at banks is said by a booking of each of
-- them. Bookings that somebody placed are found by their number, too.
DROP INDEX ledger.bank_entry_voucher_retry_key;
CREATE UNIQUE INDEX bank_entry_voucher_retry_key
  ON ledger.bank_entry (county_id, voucher_id, bank_account_id) WHERE voucher_id IS NOT NULL;
DROP INDEX ledger.bank_entry_named;
CREATE INDEX bank_entry_named
  ON ledger.bank_entry (county_id, bank_account_id, lower(end_to_end_id))
  WHERE end_to_end_id <> '' AND (state <> 2 OR matched_by = 4);
