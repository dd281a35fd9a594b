#include "ledger/statement_store.h"

#include "pg/row.h"

namespace qianmo::ledger {
namespace {

// Before the month of the day; and that month as a whole, or the days of it.
constexpr char kBalanceOn[] = R"(
  SELECT (coalesce((
      SELECT sum(t.debit_fen - t.credit_fen) FROM ledger.turnover t
      WHERE t.county_id = $1 AND t.books_id = $2 AND (t.month < $4 OR t.month = $4 AND $6)
        AND starts_with(t.code, $3)), 0)
    + coalesce((
      SELECT sum(CASE WHEN starts_with(p.debit_code, $3) THEN p.amount_fen ELSE 0 END
        - CASE WHEN starts_with(p.credit_code, $3) THEN p.amount_fen ELSE 0 END)
      FROM ledger.posting p
      WHERE NOT $6 AND p.county_id = $1 AND p.books_id = $2 AND p.posting_date >= $4
        AND p.posting_date <= $5), 0))::bigint AS balance)";

// The member current account (113) by whose it is has indexes of its own.
constexpr char kHoldings[] = R"(
  SELECT t.code, sum(t.debit_fen - t.credit_fen)::bigint AS balance
  FROM ledger.turnover t
  WHERE t.county_id = $1 AND t.books_id = $2 AND t.month <= $3 AND t.code NOT LIKE '113%'
  GROUP BY t.code
  UNION ALL
  SELECT m.code, sum(m.amount)::bigint AS balance
  FROM (
    SELECT p.debit_code AS code, p.debit_party_id AS party, p.amount_fen AS amount
    FROM ledger.posting p
    WHERE p.county_id = $1 AND p.books_id = $2 AND p.debit_code LIKE '113%'
      AND p.posting_date <= $4
    UNION ALL
    SELECT p.credit_code, p.credit_party_id, -p.amount_fen
    FROM ledger.posting p
    WHERE p.county_id = $1 AND p.books_id = $2 AND p.credit_code LIKE '113%'
      AND p.posting_date <= $4) m
  GROUP BY m.code, m.party)";

// Of income, expense, and what was not distributed when the year began.
constexpr char kUndistributed[] = R"(
  SELECT t.code, sum(t.debit_fen - t.credit_fen)::bigint AS balance
  FROM ledger.turnover t
  WHERE t.county_id = $1 AND t.books_id = $2 AND t.month < $3
    AND (starts_with(t.code, '5') OR starts_with(t.code, '32'))
  GROUP BY t.code)";

// As if the year had not been carried.
constexpr char kMoved[] = R"(
  SELECT m.code, sum(m.amount)::bigint AS balance
  FROM (
    SELECT t.code, t.debit_fen - t.credit_fen AS amount FROM ledger.turnover t
    WHERE t.county_id = $1 AND t.books_id = $2 AND t.month BETWEEN $3 AND $4
    UNION ALL
    SELECT l.code, CASE l.side WHEN 1 THEN -l.amount_fen ELSE l.amount_fen END
    FROM ledger.voucher v
    JOIN ledger.voucher_line l ON l.county_id = v.county_id AND l.voucher_id = v.id
    WHERE v.county_id = $1 AND v.books_id = $2 AND v.carries_year = $5 AND v.state <> 3
      AND v.number IS NOT NULL AND v.voucher_date <= $6) m
  WHERE starts_with(m.code, '5')
  GROUP BY m.code)";

// Whoever takes a reversal back does again what was done first.
constexpr char kFlows[] = R"(
  SELECT p.debit_code, p.credit_code,
    v.reverses_id IS NOT NULL AND r.reverses_id IS NULL AS is_reversal,
    sum(p.amount_fen)::bigint AS amount
  FROM ledger.posting p
  JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id
  LEFT JOIN ledger.voucher r ON r.county_id = v.county_id AND r.id = v.reverses_id
  WHERE p.county_id = $1 AND p.books_id = $2 AND p.posting_date BETWEEN $4 AND $5
    AND v.carries_year IS NULL
    AND (p.debit_code = ANY ($3::text[]) OR p.credit_code = ANY ($3::text[]))
  GROUP BY p.debit_code, p.credit_code, is_reversal)";

AccountCode CodeIn(const pqxx::row& row, const char* column) {
  const auto code = AccountCode::Parse(pg::Get<std::string>(row, column));
  if (!code) throw pg::Trouble("a stored account code does not parse");
  return *code;
}

std::vector<Holding> HoldingsIn(const pqxx::result& rows) {
  std::vector<Holding> holdings;
  for (const auto& row : rows) {
    holdings.push_back({CodeIn(row, "code"), Fen(pg::Get<std::int64_t>(row, "balance"))});
  }
  return holdings;
}

// The year's income and its distribution, and what is below them.
std::vector<std::string> UndistributedCodes(pg::Transaction& tx, CountyId county, BooksId books) {
  std::vector<std::string> codes = {"321", "322"};
  for (const AccountCode& code : SubAccountsOf(tx, county, books)) {
    const std::string& text = code.text();
    if (text.starts_with("321") || text.starts_with("322")) codes.push_back(text);
  }
  return codes;
}

}  // namespace

Fen BalanceOn(pg::Transaction& tx, CountyId county, BooksId books, const AccountCode& code,
              Date day) {
  const Month month(day);
  const auto rows = tx.Run(kBalanceOn, county, books, code.text(), month.first_day(), day,
                           day == month.last_day());
  return Fen(pg::Get<std::int64_t>(rows[0], "balance"));
}

std::vector<Holding> HoldingsAfter(pg::Transaction& tx, CountyId county, BooksId books,
                                   Month last) {
  return HoldingsIn(tx.Run(kHoldings, county, books, last.first_day(), last.last_day()));
}

YearFacts ReadYear(pg::Transaction& tx, CountyId county, BooksId books, Month last) {
  const Month january = Month::Of(last.year(), 1);
  YearFacts facts;
  facts.before = HoldingsIn(tx.Run(kUndistributed, county, books, january.first_day()));
  facts.moved = HoldingsIn(tx.Run(kMoved, county, books, january.first_day(), last.first_day(),
                                  last.year(), last.last_day()));
  for (const auto& row :
       tx.Run(kFlows, county, books, pg::Array(UndistributedCodes(tx, county, books)),
              january.first_day(), last.last_day())) {
    facts.flows.push_back({.debit = CodeIn(row, "debit_code"),
                           .credit = CodeIn(row, "credit_code"),
                           .amount = Fen(pg::Get<std::int64_t>(row, "amount")),
                           .is_reversal = pg::Get<bool>(row, "is_reversal")});
  }
  return facts;
}

}  // namespace qianmo::ledger
