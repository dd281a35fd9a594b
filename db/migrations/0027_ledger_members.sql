-- What members owe and are owed, which a balance sheet tells by whose it is, is read from the index
-- alone.
CREATE INDEX posting_member_debit ON ledger.posting (county_id, books_id, posting_date)
  INCLUDE (debit_code, debit_party_id, amount_fen) WHERE debit_code LIKE '113%';
CREATE INDEX posting_member_credit ON ledger.posting (county_id, books_id, posting_date)
  INCLUDE (credit_code, credit_party_id, amount_fen) WHERE credit_code LIKE '113%';
