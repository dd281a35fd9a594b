#include "ledger/report_store.h"

#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr char kTrialLines[] = R"(
  SELECT t.code, coalesce(sum(t.debit_fen - t.credit_fen) FILTER (WHERE t.month < $3), 0)::bigint
      AS opening, coalesce(sum(t.debit_fen) FILTER (WHERE t.month >= $3), 0)::bigint AS debit,
    coalesce(sum(t.credit_fen) FILTER (WHERE t.month >= $3), 0)::bigint AS credit,
    coalesce(max(s.display_name), '') AS display_name
  FROM ledger.turnover t LEFT JOIN ledger.sub_account s
    ON s.county_id = t.county_id AND s.books_id = t.books_id AND s.code = t.code
  WHERE t.county_id = $1 AND t.books_id = $2 AND t.month <= $4
  GROUP BY t.code ORDER BY t.code)";

// Adds what is above zero to the one, what is below to the other.
void Split(std::int64_t balance, std::int64_t* debit, std::int64_t* credit) {
  (balance > 0 ? *debit : *credit) += balance > 0 ? balance : -balance;
}

v1::TrialLine TrialLineOf(Chart chart, const pqxx::row& row) {
  const auto number = [&](const char* column) { return pg::Get<std::int64_t>(row, column); };
  const std::int64_t opening = number("opening");
  std::int64_t sides[4] = {};
  Split(opening, &sides[0], &sides[1]);
  Split(opening + number("debit") - number("credit"), &sides[2], &sides[3]);
  v1::TrialLine line;
  line.set_account(pg::Get<std::string>(row, "code"));
  line.set_display_name(pg::Get<std::string>(row, "display_name"));
  if (line.display_name().empty()) {
    const AccountCode code = AccountCode::Parse(line.account()).value();
    line.set_display_name(std::string(FindAccount(chart, code).value().name));
  }
  line.set_opening_debit_fen(sides[0]);
  line.set_opening_credit_fen(sides[1]);
  line.set_debit_fen(number("debit"));
  line.set_credit_fen(number("credit"));
  line.set_closing_debit_fen(sides[2]);
  line.set_closing_credit_fen(sides[3]);
  return line;
}

void AddTo(v1::TrialLine* total, const v1::TrialLine& line) {
  total->set_opening_debit_fen(total->opening_debit_fen() + line.opening_debit_fen());
  total->set_opening_credit_fen(total->opening_credit_fen() + line.opening_credit_fen());
  total->set_debit_fen(total->debit_fen() + line.debit_fen());
  total->set_credit_fen(total->credit_fen() + line.credit_fen());
  total->set_closing_debit_fen(total->closing_debit_fen() + line.closing_debit_fen());
  total->set_closing_credit_fen(total->closing_credit_fen() + line.closing_credit_fen());
}

// As many as a page has of each account and side, and the first of them: what it costs does not
// depend on how many there are.
constexpr char kPostingsOfCodes[] = R"(
  WITH found AS (
    SELECT p.id FROM unnest($3::text[]) AS c (code) CROSS JOIN LATERAL (
      SELECT d.id FROM ledger.posting d
      WHERE d.county_id = $1 AND d.books_id = $2 AND d.debit_code = c.code
        AND ($4::uuid IS NULL OR d.id > $4::uuid) ORDER BY d.id LIMIT $5) p
    UNION
    SELECT p.id FROM unnest($3::text[]) AS c (code) CROSS JOIN LATERAL (
      SELECT d.id FROM ledger.posting d
      WHERE d.county_id = $1 AND d.books_id = $2 AND d.credit_code = c.code
        AND ($4::uuid IS NULL OR d.id > $4::uuid) ORDER BY d.id LIMIT $5) p
    ORDER BY id LIMIT $5)
  SELECT 'counties/' || p.county_id || '/postings/' || p.id AS name,
    'counties/' || p.county_id || '/vouchers/' || p.voucher_id AS voucher, v.number,
    p.posting_date AS date, v.summary, p.debit_code AS debit_account,
    p.credit_code AS credit_account, p.amount_fen, p.contract_id AS contract,
    p.instalment_id AS instalment, p.asset_id AS asset, p.project_id AS project,
    p.group_id AS "group", p.debit_income, p.credit_income
  FROM found f
  JOIN ledger.posting p ON p.county_id = $1 AND p.id = f.id
  JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id
  ORDER BY p.id)";

}  // namespace

v1::TrialBalance ReadTrialBalance(pg::Transaction& tx, CountyId county, const BooksRow& books,
                                  Month first, Month last) {
  v1::TrialBalance balance;
  for (const auto& row :
       tx.Run(kTrialLines, county, books.id, first.first_day(), last.first_day())) {
    *balance.add_lines() = TrialLineOf(books.chart(), row);
    AddTo(balance.mutable_total(), balance.lines(balance.lines_size() - 1));
  }
  return balance;
}

google::protobuf::RepeatedPtrField<v1::Posting> ListPostingsOf(pg::Transaction& tx, CountyId county,
                                                               BooksId books,
                                                               const AccountCode& code,
                                                               const std::optional<Uuid>& after,
                                                               int limit) {
  std::vector<std::string> codes = {code.text()};
  for (const AccountCode& below : SubAccountsOf(tx, county, books)) {
    if (code.Contains(below)) codes.push_back(below.text());
  }
  google::protobuf::RepeatedPtrField<v1::Posting> postings;
  pg::ReadAll(tx.Run(kPostingsOfCodes, county, books, pg::Array(codes), after, limit), &postings);
  return postings;
}

}  // namespace qianmo::ledger
