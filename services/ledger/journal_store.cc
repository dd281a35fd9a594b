#include "ledger/journal_store.h"

#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr char kPostedVouchers[] = R"(
  WITH chosen AS (
    SELECT v.id, v.year, v.number, v.voucher_date, v.summary
    FROM ledger.voucher v
    WHERE v.county_id = $1 AND v.books_id = $2 AND v.year BETWEEN $3 AND $4
      AND v.number IS NOT NULL AND v.voucher_date BETWEEN $5 AND $6
    ORDER BY v.year, v.number LIMIT $7)
  SELECT v.id, v.number, v.voucher_date, v.summary, l.side, l.code, l.amount_fen, l.party_id,
    l.contract_id, l.instalment_id, l.asset_id, l.project_id, l.group_id, l.income
  FROM chosen v JOIN ledger.voucher_line l ON l.county_id = $1 AND l.voucher_id = v.id
  ORDER BY v.year, v.number, l.position)";

constexpr char kMoves[] = R"(
  SELECT p.posting_date, v.number, v.summary, s.account, s.other, s.change
  FROM ledger.posting p
  JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id
  CROSS JOIN LATERAL (
    VALUES (p.debit_code, p.credit_code, p.amount_fen), (p.credit_code, p.debit_code, -p.amount_fen)
  ) AS s (account, other, change)
  WHERE p.county_id = $1 AND p.books_id = $2 AND p.posting_date BETWEEN $3 AND $4
    AND starts_with(s.account, $5)
  ORDER BY p.posting_date, v.number, p.position, s.change DESC LIMIT $6)";

AccountCode PostedCode(const pqxx::row& row, const char* column) {
  const auto code = AccountCode::Parse(pg::Get<std::string>(row, column));
  if (!code) throw pg::Trouble("a stored account code does not parse");
  return *code;
}

std::optional<IncomeKind> PostedKind(const pqxx::row& row) {
  const auto kind = pg::Get<std::optional<int>>(row, "income");
  if (!kind) return std::nullopt;
  return static_cast<IncomeKind>(*kind);
}

VoucherLine PostedLine(const pqxx::row& row) {
  const auto maybe = [&](const char* column) { return pg::Get<std::optional<Uuid>>(row, column); };
  return {.side = static_cast<Side>(pg::Get<int>(row, "side")),
          .account = PostedCode(row, "code"),
          .party = maybe("party_id"),
          .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
          .purpose = {.contract = maybe("contract_id"),
                      .instalment = maybe("instalment_id"),
                      .asset = maybe("asset_id"),
                      .project = maybe("project_id"),
                      .group = maybe("group_id")},
          .income = PostedKind(row)};
}

}  // namespace

std::vector<PostedVoucher> PostedBetween(pg::Transaction& tx, CountyId county, BooksId books,
                                         Month first, Month last, std::int64_t limit) {
  std::vector<PostedVoucher> vouchers;
  for (const auto& row : tx.Run(kPostedVouchers, county, books, first.year(), last.year(),
                                first.first_day(), last.last_day(), limit)) {
    const auto id = pg::Get<VoucherId>(row, "id");
    if (vouchers.empty() || vouchers.back().id != id) {
      vouchers.push_back({.id = id,
                          .date = pg::Get<Date>(row, "voucher_date"),
                          .number = pg::Get<int>(row, "number"),
                          .summary = pg::Get<std::string>(row, "summary"),
                          .lines = {}});
    }
    vouchers.back().lines.push_back(PostedLine(row));
  }
  return vouchers;
}

std::vector<AccountMove> MovesBetween(pg::Transaction& tx, CountyId county, BooksId books,
                                      const AccountCode& code, Month first, Month last,
                                      std::int64_t limit) {
  std::vector<AccountMove> moves;
  for (const auto& row :
       tx.Run(kMoves, county, books, first.first_day(), last.last_day(), code.text(), limit)) {
    moves.push_back({.date = pg::Get<Date>(row, "posting_date"),
                     .number = pg::Get<int>(row, "number"),
                     .summary = pg::Get<std::string>(row, "summary"),
                     .account = PostedCode(row, "account"),
                     .other = PostedCode(row, "other"),
                     .change = Fen(pg::Get<std::int64_t>(row, "change"))});
  }
  return moves;
}

std::map<std::string, std::string> AccountNames(pg::Transaction& tx, CountyId county,
                                                const BooksRow& books) {
  std::map<std::string, std::string> names;
  for (const v1::Account& account : ListAccountsOf(tx, county, books)) {
    names.emplace(account.code(), account.display_name());
  }
  return names;
}

}  // namespace qianmo::ledger
