-- What was posted on a day: balances in the middle of a month, and exports of months.
CREATE INDEX posting_day ON ledger.posting (county_id, books_id, posting_date);
