#include "ledger/books_store.h"

#include "ledger/domain/refusals.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(BooksKind::kCustody) == v1::Books::KIND_CUSTODY);

constexpr char kSelectBooks[] = R"(
  SELECT 'counties/' || b.county_id || '/books/' || b.id AS name, b.kind, b.org_path,
    b.display_name, b.first_month, b.open_month, b.create_time, b.end_date, b.end_cause
  FROM ledger.books b WHERE b.county_id = $1)";

constexpr char kSelectTerms[] =
    "SELECT id, org_path, kind, first_month, open_month, carried_year, end_date FROM ledger.books"
    " WHERE county_id = $1";

BooksRow BooksIn(const pqxx::row& row) {
  auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
  if (!path) throw pg::Trouble("a stored organisation path does not parse");
  return BooksRow{.id = pg::Get<BooksId>(row, "id"),
                  .org_path = *std::move(path),
                  .kind = static_cast<BooksKind>(pg::Get<int>(row, "kind")),
                  .terms = {.first_month = Month(pg::Get<Date>(row, "first_month")),
                            .open_month = Month(pg::Get<Date>(row, "open_month")),
                            .carried_year = pg::Get<int>(row, "carried_year"),
                            .last_day = pg::Get<std::optional<Date>>(row, "end_date")}};
}

Result<BooksRow> OneSetOfBooks(const pqxx::result& rows) {
  if (rows.empty()) return refusals::BooksNotFound();
  return BooksIn(rows[0]);
}

pqxx::result SelectTerms(pg::Transaction& tx, CountyId county, BooksId id, const char* lock) {
  return tx.Run(std::string(kSelectTerms) + " AND id = $2" + lock, county, id);
}

AccountCode StoredCode(const pqxx::row& row, const char* column) {
  const auto code = AccountCode::Parse(pg::Get<std::string>(row, column));
  if (!code) throw pg::Trouble("a stored account code does not parse");
  return *code;
}

}  // namespace

Result<Done> InsertBooks(pg::Transaction& tx, CountyId county, const NewBooks& books, Time now) {
  // Those of the same collective can still lie where it was: their move is on its way.
  const auto elsewhere = tx.Run(
      "SELECT FROM ledger.books WHERE county_id = $1 AND kind = $2 AND end_date IS NULL"
      "  AND org_path <> $3 AND right(org_path, 37) = right($3, 37) LIMIT 1",
      county, static_cast<int>(books.kind), books.org_path.text());
  if (!elsewhere.empty()) return refusals::BooksExist();
  const Date first = books.first_month.first_day();
  const auto rows = tx.Run(
      "INSERT INTO ledger.books (county_id, id, org_path, kind, display_name, first_month,"
      "  open_month, carried_year, create_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8) ON CONFLICT (county_id, org_path, kind)"
      " WHERE end_date IS NULL DO NOTHING RETURNING id",
      county, books.id, books.org_path.text(), static_cast<int>(books.kind), books.display_name,
      first, books.first_month.year() - 1, now);
  if (rows.empty()) return refusals::BooksExist();
  return Done{};
}

Result<BooksRow> FindBooks(pg::Transaction& tx, CountyId county, BooksId id) {
  return OneSetOfBooks(SelectTerms(tx, county, id, ""));
}

Result<BooksRow> HoldBooks(pg::Transaction& tx, CountyId county, BooksId id) {
  return OneSetOfBooks(SelectTerms(tx, county, id, " FOR SHARE"));
}

Result<BooksRow> LockBooks(pg::Transaction& tx, CountyId county, BooksId id) {
  return OneSetOfBooks(SelectTerms(tx, county, id, " FOR UPDATE"));
}

std::map<BooksId, BooksRow> HoldSeveralBooks(pg::Transaction& tx, CountyId county,
                                             const std::set<BooksId>& ids) {
  std::map<BooksId, BooksRow> several;
  for (const auto& row :
       tx.Run(std::string(kSelectTerms) + " AND id = ANY ($2::uuid[]) ORDER BY id FOR SHARE",
              county, pg::Array(ids))) {
    BooksRow books = BooksIn(row);
    several.emplace(books.id, std::move(books));
  }
  return several;
}

std::optional<BooksId> FindCustodyBooks(pg::Transaction& tx, CountyId county) {
  const auto rows = tx.Run(std::string(kSelectTerms) + " AND kind = 3", county);
  if (rows.empty()) return std::nullopt;
  return pg::Get<BooksId>(rows[0], "id");
}

Result<BooksRow> HoldCustodyBooks(pg::Transaction& tx, CountyId county) {
  return OneSetOfBooks(tx.Run(std::string(kSelectTerms) + " AND kind = 3 FOR SHARE", county));
}

void SaveTerms(pg::Transaction& tx, CountyId county, BooksId id, const BooksTerms& terms) {
  tx.Run(
      "UPDATE ledger.books SET open_month = $3, carried_year = $4"
      " WHERE county_id = $1 AND id = $2",
      county, id, terms.open_month.first_day(), terms.carried_year);
}

void AddPeriodEvent(pg::Transaction& tx, CountyId county, BooksId id, const PeriodEvent& event,
                    Time now) {
  tx.Run(
      "INSERT INTO ledger.period_event (county_id, books_id, id, kind, month, reason, account_id,"
      "  event_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      county, id, Uuid::Make(now), static_cast<int>(event.act), event.month.first_day(),
      event.reason, event.account, now);
}

std::int64_t CountDrafts(pg::Transaction& tx, CountyId county, BooksId id, Month month) {
  const auto rows = tx.Run(
      "SELECT count(*) AS drafts FROM ledger.voucher"
      " WHERE county_id = $1 AND books_id = $2 AND state = 1"
      "  AND voucher_date BETWEEN $3 AND $4",
      county, id, month.first_day(), month.last_day());
  return pg::Get<std::int64_t>(rows[0], "drafts");
}

SubAccounts SubAccountsOf(pg::Transaction& tx, CountyId county, BooksId id) {
  return SubAccountsOfSeveral(tx, county, {id})[id];
}

std::map<BooksId, SubAccounts> SubAccountsOfSeveral(pg::Transaction& tx, CountyId county,
                                                    const std::set<BooksId>& ids) {
  std::map<BooksId, SubAccounts> several;
  for (const auto& row : tx.Run("SELECT books_id, code FROM ledger.sub_account"
                                " WHERE county_id = $1 AND books_id = ANY ($2::uuid[])",
                                county, pg::Array(ids))) {
    several[pg::Get<BooksId>(row, "books_id")].insert(StoredCode(row, "code"));
  }
  return several;
}

void AddSubAccount(pg::Transaction& tx, CountyId county, BooksId id, const AccountCode& code,
                   const std::string& display_name) {
  tx.Run(
      "INSERT INTO ledger.sub_account (county_id, books_id, code, display_name)"
      " VALUES ($1, $2, $3, $4)",
      county, id, code.text(), display_name);
}

std::map<AccountCode, Fen> BalancesOf(pg::Transaction& tx, CountyId county, BooksId id) {
  std::map<AccountCode, Fen> balances;
  for (const auto& row : tx.Run("SELECT code, balance_fen FROM ledger.balance"
                                " WHERE county_id = $1 AND books_id = $2",
                                county, id)) {
    balances.emplace(StoredCode(row, "code"), Fen(pg::Get<std::int64_t>(row, "balance_fen")));
  }
  return balances;
}

v1::Books ReadBooks(pg::Transaction& tx, CountyId county, BooksId id) {
  auto books =
      pg::ReadOne<v1::Books>(tx.Run(std::string(kSelectBooks) + " AND b.id = $2", county, id));
  return *std::move(books);
}

google::protobuf::RepeatedPtrField<v1::Books> ListBooksIn(pg::Transaction& tx, CountyId county,
                                                          const std::vector<std::string>& within,
                                                          const std::optional<Uuid>& after,
                                                          int limit) {
  google::protobuf::RepeatedPtrField<v1::Books> all;
  pg::ReadAll(tx.Run(std::string(kSelectBooks) +
                         " AND ($2::uuid IS NULL OR b.id > $2::uuid) AND EXISTS (SELECT"
                         "  FROM unnest($3::text[]) AS p (prefix) WHERE starts_with(b.org_path,"
                         "   p.prefix))"
                         " ORDER BY b.id LIMIT $4",
                     county, after, pg::Array(within), limit),
              &all);
  return all;
}

std::vector<v1::Account> ListAccountsOf(pg::Transaction& tx, CountyId county,
                                        const BooksRow& books) {
  std::map<std::string, v1::Account> accounts;
  for (const ChartAccount& standard : ChartAccounts(books.chart())) {
    v1::Account& account = accounts[std::string(standard.code)];
    account.set_code(std::string(standard.code));
    account.set_display_name(std::string(standard.name));
  }
  for (const auto& row : tx.Run("SELECT code, display_name FROM ledger.sub_account"
                                " WHERE county_id = $1 AND books_id = $2",
                                county, books.id)) {
    v1::Account& account = accounts[pg::Get<std::string>(row, "code")];
    account.set_code(pg::Get<std::string>(row, "code"));
    account.set_display_name(pg::Get<std::string>(row, "display_name"));
  }
  const auto sub_accounts = SubAccountsOf(tx, county, books.id);
  const auto balances = BalancesOf(tx, county, books.id);
  std::vector<v1::Account> all;
  for (auto& [text, account] : accounts) {
    const AccountCode code = AccountCode::Parse(text).value();
    account.set_postable(CheckPostable(books.chart(), sub_accounts, code).ok());
    account.set_credit(FindAccount(books.chart(), code).value().normal == Side::kCredit);
    Fen sum;
    for (const auto& [of, balance] : balances) sum += code.Contains(of) ? balance : Fen();
    account.set_balance_fen(sum.count());
    all.push_back(std::move(account));
  }
  return all;
}

}  // namespace qianmo::ledger
