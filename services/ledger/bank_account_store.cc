#include "ledger/bank_account_store.h"

#include "base/encoding.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/sealed.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr char kNumberColumn[] = "bank_account.number";

constexpr char kSelectBankAccount[] =
    "SELECT id, books_id, code, number_sealed, bank_name, bank_code, profile,"
    "  close_time IS NOT NULL AS closed, version"
    " FROM ledger.bank_account WHERE county_id = $1";

BankAccountRow BankAccountIn(const pqxx::row& row, CountyId county, const crypto::Keyring& ring) {
  const auto id = pg::Get<BankAccountId>(row, "id");
  const auto code = AccountCode::Parse(pg::Get<std::string>(row, "code"));
  if (!code) throw pg::Trouble("a stored account code does not parse");
  return {.id = id,
          .books = pg::Get<BooksId>(row, "books_id"),
          .code = *code,
          .number = OpenValue(ring, kNumberColumn, county, id.uuid,
                              pg::Get<pg::Bytes>(row, "number_sealed")),
          .bank_name = pg::Get<std::string>(row, "bank_name"),
          .bank_code = pg::Get<std::string>(row, "bank_code"),
          .profile = pg::Get<std::string>(row, "profile"),
          .closed = pg::Get<bool>(row, "closed"),
          .version = pg::Get<std::int64_t>(row, "version")};
}

Result<BankAccountRow> SelectBankAccount(pg::Transaction& tx, CountyId county,
                                         const crypto::Keyring& ring, BankAccountId id,
                                         const char* lock) {
  const auto rows = tx.Run(std::string(kSelectBankAccount) + " AND id = $2" + lock, county, id);
  if (rows.empty()) return refusals::BankAccountNotFound();
  return BankAccountIn(rows[0], county, ring);
}

std::vector<std::string> NumberIndexes(const crypto::Keyring& ring, const std::string& number) {
  std::vector<std::string> all;
  for (const auto& digest : crypto::BlindIndexes(ring, "ledger.bank_account", number)) {
    all.emplace_back(AsText(digest));
  }
  return all;
}

// Of an open account with this number, or of this account of the books.
bool IsTaken(pg::Transaction& tx, CountyId county, const std::vector<std::string>& indexes,
             const NewBankAccount& account) {
  std::vector<pg::Bytes> bytes;
  for (const std::string& index : indexes) bytes.push_back({index});
  return !tx.Run(
                "SELECT id FROM ledger.bank_account WHERE county_id = $1 AND close_time IS NULL"
                "  AND (number_index = ANY ($2::bytea[]) OR books_id = $3 AND code = $4)",
                county, pg::Array(bytes), account.books, account.code.text())
              .empty();
}

}  // namespace

Result<Done> InsertBankAccount(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                               const NewBankAccount& account, Time now) {
  const auto indexes = NumberIndexes(ring, account.number);
  if (IsTaken(tx, county, indexes, account)) return refusals::BankAccountExists();
  const std::string sealed =
      SealValue(ring, kNumberColumn, county, account.id.uuid, account.number);
  tx.Run(
      "INSERT INTO ledger.bank_account (county_id, id, books_id, code, display_name,"
      "  number_sealed, number_index, bank_name, bank_code, profile, create_time, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
      county, account.id, account.books, account.code.text(), account.display_name,
      pg::Bytes{sealed}, pg::Bytes{indexes.front()}, account.bank_name, account.bank_code,
      account.profile, now);
  return Done{};
}

Result<BankAccountRow> FindBankAccount(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring, BankAccountId id) {
  return SelectBankAccount(tx, county, ring, id, "");
}

Result<BankAccountRow> HoldBankAccount(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring, BankAccountId id) {
  return SelectBankAccount(tx, county, ring, id, " FOR SHARE");
}

Result<BankAccountRow> LockBankAccount(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring, BankAccountId id) {
  return SelectBankAccount(tx, county, ring, id, " FOR UPDATE");
}

Result<BankAccountRow> FindBankAccountOf(pg::Transaction& tx, CountyId county,
                                         const crypto::Keyring& ring, BooksId books) {
  const auto rows = tx.Run(std::string(kSelectBankAccount) +
                               " AND books_id = $2 AND close_time IS NULL ORDER BY id LIMIT 1",
                           county, books);
  if (rows.empty()) return refusals::BankAccountMissing();
  return BankAccountIn(rows[0], county, ring);
}

}  // namespace qianmo::ledger
