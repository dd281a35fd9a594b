// Accounts at banks, each of which is an account of the books.
#pragma once

#include <optional>
#include <string>

#include "crypto/keyring.h"
#include "ledger/books_store.h"
#include "qianmo/ledger/v1/bank_accounts.pb.h"

namespace qianmo::ledger {

using BankAccountId = Id<struct BankAccountTag>;

struct BankAccountRow {
  BankAccountId id;
  BooksId books;
  AccountCode code;
  std::string display_name;  // whose it is, as the bank writes it
  std::string number;
  std::string bank_name;
  std::string bank_code;
  std::string profile;  // what the files of its bank look like
  bool closed;
  std::int64_t version;
};

// Refuses BANK_ACCOUNT_EXISTS for an account of the books, or a number, that an open one has.
struct NewBankAccount {
  BankAccountId id;
  BooksId books;
  AccountCode code;
  std::string display_name;
  std::string number;
  std::string bank_name;
  std::string bank_code;
  std::string profile;
};
Result<Done> InsertBankAccount(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                               const NewBankAccount& account, Time now);

// Refuse BANK_ACCOUNT_NOT_FOUND. Held, it stays as it is until the transaction ends; locked, nobody
// else holds it either.
Result<BankAccountRow> FindBankAccount(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring, BankAccountId id);
Result<BankAccountRow> HoldBankAccount(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring, BankAccountId id);
Result<BankAccountRow> LockBankAccount(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring, BankAccountId id);

// Whether an account of the books is one at a bank, which payments and statements are posted to.
bool IsAtBank(pg::Transaction& tx, CountyId county, BooksId books, const AccountCode& code);

// The one that payments of these books leave from: of those that are open the oldest.
// Refuses BANK_ACCOUNT_MISSING.
Result<BankAccountRow> FindBankAccountOf(pg::Transaction& tx, CountyId county,
                                         const crypto::Keyring& ring, BooksId books);

// The open one of these books that has this number. Refuses BANK_ACCOUNT_MISSING.
Result<BankAccountRow> FindBankAccountNumbered(pg::Transaction& tx, CountyId county,
                                               const crypto::Keyring& ring, BooksId books,
                                               const std::string& number);

// What is given is changed.
void SaveBankAccount(pg::Transaction& tx, CountyId county, BankAccountId id,
                     const std::optional<std::string>& display_name,
                     const std::optional<std::string>& profile);
// Whether there is money on it, a payment that is not over, or a booking that nobody looked at.
bool IsInUse(pg::Transaction& tx, CountyId county, const BankAccountRow& account);
void SetBankAccountClosed(pg::Transaction& tx, CountyId county, BankAccountId id, Time now);

// As people see it, with its number masked. It must exist.
v1::BankAccount ReadBankAccount(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                BankAccountId id);
google::protobuf::RepeatedPtrField<v1::BankAccount> ListBankAccountsIn(
    pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
    const std::vector<std::string>& within, const std::optional<Uuid>& after, int limit);

}  // namespace qianmo::ledger
