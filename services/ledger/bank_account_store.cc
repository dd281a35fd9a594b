#include "ledger/bank_account_store.h"

#include "base/encoding.h"
#include "base/text.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/sealed.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

constexpr char kNumberColumn[] = "bank_account.number";

constexpr char kShowBankAccount[] = R"(
  SELECT 'counties/' || a.county_id || '/bankAccounts/' || a.id AS name,
    'counties/' || a.county_id || '/books/' || a.books_id AS books, a.code, a.display_name,
    a.bank_name, a.bank_code, a.profile, a.close_time IS NOT NULL AS closed, a.create_time,
    a.close_time, a.version::text AS etag
  FROM ledger.bank_account a WHERE a.county_id = $1)";

constexpr char kSelectBankAccount[] =
    "SELECT id, books_id, code, display_name, number_sealed, bank_name, bank_code, profile,"
    "  close_time IS NOT NULL AS closed, version"
    " FROM ledger.bank_account WHERE county_id = $1";

BankAccountRow BankAccountIn(const pqxx::row& row, CountyId county, const crypto::Keyring& ring) {
  const auto id = pg::Get<BankAccountId>(row, "id");
  const auto code = AccountCode::Parse(pg::Get<std::string>(row, "code"));
  if (!code) throw pg::Trouble("a stored account code does not parse");
  return {.id = id,
          .books = pg::Get<BooksId>(row, "books_id"),
          .code = *code,
          .display_name = pg::Get<std::string>(row, "display_name"),
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

std::vector<pg::Bytes> AsBytes(const std::vector<std::string>& indexes) {
  std::vector<pg::Bytes> bytes;
  for (const std::string& index : indexes) bytes.push_back({index});
  return bytes;
}

// Of an open account with this number, or of this account of the books.
bool IsTaken(pg::Transaction& tx, CountyId county, const std::vector<std::string>& indexes,
             const NewBankAccount& account) {
  return !tx.Run(
                "SELECT id FROM ledger.bank_account WHERE county_id = $1 AND close_time IS NULL"
                "  AND (number_index = ANY ($2::bytea[]) OR books_id = $3 AND code = $4)",
                county, pg::Array(AsBytes(indexes)), account.books, account.code.text())
              .empty();
}

// Numbers are sealed, and shown in part.
void ShowNumbers(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                 google::protobuf::RepeatedPtrField<v1::BankAccount>* accounts) {
  for (v1::BankAccount& shown : *accounts) {
    const auto id = BankAccountId::Parse(shown.name().substr(shown.name().rfind('/') + 1)).value();
    shown.set_number(MaskAccount(FindBankAccount(tx, county, ring, id)->number));
  }
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
  // What only names it, such as a new payment, need not wait.
  return SelectBankAccount(tx, county, ring, id, " FOR NO KEY UPDATE");
}

Result<BankAccountRow> FindBankAccountOf(pg::Transaction& tx, CountyId county,
                                         const crypto::Keyring& ring, BooksId books) {
  const auto rows = tx.Run(std::string(kSelectBankAccount) +
                               " AND books_id = $2 AND close_time IS NULL ORDER BY id LIMIT 1",
                           county, books);
  if (rows.empty()) return refusals::BankAccountMissing();
  return BankAccountIn(rows[0], county, ring);
}

Result<BankAccountRow> FindBankAccountNumbered(pg::Transaction& tx, CountyId county,
                                               const crypto::Keyring& ring, BooksId books,
                                               const std::string& number) {
  const auto indexes = NumberIndexes(ring, number);
  const auto rows = tx.Run(std::string(kSelectBankAccount) +
                               " AND books_id = $2 AND close_time IS NULL"
                               "  AND number_index = ANY ($3::bytea[]) ORDER BY id LIMIT 1",
                           county, books, pg::Array(AsBytes(indexes)));
  if (rows.empty()) return refusals::BankAccountMissing();
  return BankAccountIn(rows[0], county, ring);
}

bool IsAtBank(pg::Transaction& tx, CountyId county, BooksId books, const AccountCode& code) {
  return !tx.Run(
                "SELECT FROM ledger.bank_account WHERE county_id = $1 AND books_id = $2"
                " AND code = $3 AND close_time IS NULL",
                county, books, code.text())
              .empty();
}

void SaveBankAccount(pg::Transaction& tx, CountyId county, BankAccountId id,
                     const std::optional<std::string>& display_name,
                     const std::optional<std::string>& profile) {
  tx.Run(
      "UPDATE ledger.bank_account SET display_name = coalesce($3::text, display_name),"
      "  profile = coalesce($4::text, profile), version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, display_name, profile);
}

bool IsInUse(pg::Transaction& tx, CountyId county, const BankAccountRow& account) {
  const auto rows = tx.Run(
      "SELECT EXISTS (SELECT FROM ledger.balance WHERE county_id = $1 AND books_id = $3"
      "   AND code = $4 AND balance_fen <> 0)"
      "  OR EXISTS (SELECT FROM ledger.payment WHERE county_id = $1 AND bank_account_id = $2"
      "   AND state NOT IN (4, 8))"
      "  OR EXISTS (SELECT FROM ledger.bank_file WHERE county_id = $1 AND bank_account_id = $2"
      "   AND state = 1)"
      "  OR EXISTS (SELECT FROM ledger.bank_entry WHERE county_id = $1"
      "   AND bank_account_id = $2 AND state IN (1, 3))"
      "  OR EXISTS (SELECT FROM ledger.payment_correction WHERE county_id = $1"
      "   AND bank_account_id = $2 AND state = 1) AS in_use",
      county, account.id, account.books, account.code.text());
  return pg::Get<bool>(rows[0], "in_use");
}

void SetBankAccountClosed(pg::Transaction& tx, CountyId county, BankAccountId id, Time now) {
  tx.Run(
      "UPDATE ledger.bank_account SET close_time = $3, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, now);
}

v1::BankAccount ReadBankAccount(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                BankAccountId id) {
  google::protobuf::RepeatedPtrField<v1::BankAccount> accounts;
  pg::ReadAll(tx.Run(std::string(kShowBankAccount) + " AND a.id = $2", county, id), &accounts);
  ShowNumbers(tx, county, ring, &accounts);
  return accounts.at(0);
}

google::protobuf::RepeatedPtrField<v1::BankAccount> ListBankAccountsIn(
    pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
    const std::vector<std::string>& within, const std::optional<Uuid>& after, int limit) {
  google::protobuf::RepeatedPtrField<v1::BankAccount> accounts;
  pg::ReadAll(tx.Run(std::string(kShowBankAccount) +
                         " AND ($2::uuid IS NULL OR a.id > $2::uuid) AND EXISTS (SELECT"
                         "  FROM ledger.books b, unnest($3::text[]) AS p (prefix)"
                         "  WHERE b.county_id = a.county_id AND b.id = a.books_id"
                         "   AND starts_with(b.org_path, p.prefix))"
                         " ORDER BY a.id LIMIT $4",
                     county, after, pg::Array(within), limit),
              &accounts);
  ShowNumbers(tx, county, ring, &accounts);
  return accounts;
}

}  // namespace qianmo::ledger
