#include "ledger/posting_store.h"

#include "ledger/domain/batch.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

// What a voucher does to an account.
struct Moved {
  Fen debit;
  Fen credit;

  Fen change(Side normal) const { return normal == Side::kDebit ? debit - credit : credit - debit; }
};
using MovedByCode = std::map<AccountCode, Moved>;

MovedByCode MovedBy(const std::vector<VoucherLine>& lines) {
  MovedByCode moved;
  for (const VoucherLine& line : lines) {
    Moved& account = moved[line.account];
    (line.side == Side::kDebit ? account.debit : account.credit) += line.amount;
  }
  return moved;
}

std::vector<std::string> CodesOf(const MovedByCode& moved) {
  std::vector<std::string> codes;
  for (const auto& [code, amounts] : moved) codes.push_back(code.text());
  return codes;
}

// In the order of the codes, as everybody locks them.
std::vector<BatchAccount> LockBalances(pg::Transaction& tx, CountyId county, BooksId books,
                                       const MovedByCode& moved) {
  const auto codes = CodesOf(moved);
  tx.Run(
      "INSERT INTO ledger.balance (county_id, books_id, code, balance_fen)"
      " SELECT $1, $2, c.code, 0 FROM unnest($3::text[]) AS c (code) ORDER BY c.code"
      " ON CONFLICT DO NOTHING",
      county, books, pg::Array(codes));
  std::vector<BatchAccount> accounts;
  for (const auto& row :
       tx.Run("SELECT code, balance_fen FROM ledger.balance"
              " WHERE county_id = $1 AND books_id = $2 AND code = ANY ($3::text[])"
              " ORDER BY code FOR UPDATE",
              county, books, pg::Array(codes))) {
    const AccountCode code = AccountCode::Parse(pg::Get<std::string>(row, "code")).value();
    accounts.push_back({.code = code,
                        .balance = Fen(pg::Get<std::int64_t>(row, "balance_fen")),
                        .floor = FloorOf(code)});
  }
  return accounts;
}

void SaveBalances(pg::Transaction& tx, CountyId county, BooksId books, Month month,
                  const MovedByCode& moved, const std::vector<Fen>& balances) {
  std::vector<std::int64_t> after, debits, credits;
  for (const Fen balance : balances) after.push_back(balance.count());
  for (const auto& [code, amounts] : moved) {
    debits.push_back(amounts.debit.count());
    credits.push_back(amounts.credit.count());
  }
  const auto codes = CodesOf(moved);
  tx.Run(
      "UPDATE ledger.balance b SET balance_fen = n.balance_fen"
      " FROM unnest($3::text[], $4::bigint[]) AS n (code, balance_fen)"
      " WHERE b.county_id = $1 AND b.books_id = $2 AND b.code = n.code",
      county, books, pg::Array(codes), pg::Array(after));
  tx.Run(
      "INSERT INTO ledger.turnover AS t (county_id, books_id, month, code, debit_fen, credit_fen)"
      " SELECT $1, $2, $3, n.code, n.debit_fen, n.credit_fen"
      " FROM unnest($4::text[], $5::bigint[], $6::bigint[]) AS n (code, debit_fen, credit_fen)"
      " ORDER BY n.code"
      " ON CONFLICT (county_id, books_id, month, code) DO UPDATE SET"
      "  debit_fen = t.debit_fen + excluded.debit_fen,"
      "  credit_fen = t.credit_fen + excluded.credit_fen",
      county, books, month.first_day(), pg::Array(codes), pg::Array(debits), pg::Array(credits));
}

void InsertPostings(pg::Transaction& tx, CountyId county, const VoucherDraft& voucher,
                    const std::vector<EntryPair>& pairs, Time now) {
  pg::CopyIn copy(tx, "ledger.posting",
                  {"county_id", "id", "books_id", "voucher_id", "position", "posting_date",
                   "debit_code", "credit_code", "amount_fen", "debit_party_id", "credit_party_id",
                   "contract_id", "instalment_id", "asset_id", "project_id"});
  int position = 0;
  for (const EntryPair& pair : pairs) {
    const VoucherLine& debit = voucher.lines.at(pair.debit);
    const VoucherLine& credit = voucher.lines.at(pair.credit);
    copy.Add(county, Uuid::Make(now), voucher.books, voucher.id, ++position, voucher.date,
             debit.account.text(), credit.account.text(), pair.amount.count(), debit.party,
             credit.party, pair.purpose.contract, pair.purpose.instalment, pair.purpose.asset,
             pair.purpose.project);
  }
  copy.Finish();
}

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

v1::TrialLine TrialLineOf(const pqxx::row& row) {
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
    line.set_display_name(std::string(FindAccount(code).value().name));
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

}  // namespace

Result<Done> PostVoucher(pg::Transaction& tx, CountyId county, const VoucherDraft& voucher,
                         Time now) {
  QM_ASSIGN(const auto pairs, Decompose(voucher.lines));
  const MovedByCode moved = MovedBy(voucher.lines);
  const auto accounts = LockBalances(tx, county, voucher.books, moved);
  std::vector<Movement> movements;
  for (const auto& [code, amounts] : moved) {
    QM_ASSIGN(const ChartAccount account, FindAccount(code));
    movements.push_back({movements.size(), amounts.change(account.normal)});
  }
  const BatchOutcome outcome = PostBatch(accounts, {movements});
  QM_TRY(outcome.results.front());
  SaveBalances(tx, county, voucher.books, Month(voucher.date), moved, outcome.balances);
  InsertPostings(tx, county, voucher, pairs, now);
  return Done{};
}

v1::TrialBalance ReadTrialBalance(pg::Transaction& tx, CountyId county, BooksId books, Month first,
                                  Month last) {
  v1::TrialBalance balance;
  for (const auto& row : tx.Run(kTrialLines, county, books, first.first_day(), last.first_day())) {
    *balance.add_lines() = TrialLineOf(row);
    AddTo(balance.mutable_total(), balance.lines(balance.lines_size() - 1));
  }
  return balance;
}

google::protobuf::RepeatedPtrField<v1::Posting> ListPostingsOf(pg::Transaction& tx, CountyId county,
                                                               BooksId books,
                                                               const AccountCode& code,
                                                               const std::optional<Uuid>& after,
                                                               int limit) {
  google::protobuf::RepeatedPtrField<v1::Posting> postings;
  pg::ReadAll(
      tx.Run("SELECT 'counties/' || p.county_id || '/postings/' || p.id AS name,"
             "  'counties/' || p.county_id || '/vouchers/' || p.voucher_id AS voucher, v.number,"
             "  p.posting_date AS date, v.summary, p.debit_code AS debit_account,"
             "  p.credit_code AS credit_account, p.amount_fen, p.contract_id AS contract,"
             "  p.instalment_id AS instalment, p.asset_id AS asset, p.project_id AS project"
             " FROM ledger.posting p"
             " JOIN ledger.voucher v ON v.county_id = p.county_id AND v.id = p.voucher_id"
             " WHERE p.county_id = $1 AND p.books_id = $2"
             "  AND (p.debit_code LIKE $3 || '%' OR p.credit_code LIKE $3 || '%')"
             "  AND ($4::uuid IS NULL OR p.id > $4::uuid) ORDER BY p.id LIMIT $5",
             county, books, code.text(), after, limit),
      &postings);
  return postings;
}

}  // namespace qianmo::ledger
