// Bookings of banks in the database: each once, however many files have it.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/bank_file_store.h"
#include "ledger/domain/difference.h"
#include "ledger/domain/matching.h"
#include "qianmo/ledger/v1/bank_entries.pb.h"

namespace qianmo::ledger {

using BankEntryId = Id<struct BankEntryTag>;
using BankStatementId = Id<struct BankStatementTag>;

// The numbers are those of qianmo.ledger.v1.BankStatement.Kind.
enum class BankStatementKind { kStatement = 1, kNotification = 2 };

struct NewBankStatement {
  BankStatementId id;
  BankStatementKind kind;
  std::string bank_number;
  Date first_day = {};
  Date last_day = {};
  std::optional<Fen> opening = {};
  std::optional<Fen> closing = {};
  std::int64_t credits = 0;
  std::int64_t debits = 0;
  Fen credit_sum = {};
  Fen debit_sum = {};
  std::int64_t known = 0;
  Fen jump = {};
};
void InsertBankStatement(pg::Transaction& tx, CountyId county, BankAccountId account,
                         BankFileId file, const NewBankStatement& statement, Time now);

struct BankParty {
  std::string name;
  std::string account;
  std::string bank;
  std::string remittance;
};
// What lies in a row of ledger.bank_entry.
BankParty OpenBankParty(const crypto::Keyring& ring, CountyId county, BankEntryId id,
                        std::string_view sealed);

struct NewBankEntry {
  BankStatementId statement;
  Uuid identity;
  std::int64_t line;
  BankSide side;
  Fen amount;
  bool reversal;
  Date booking_date;
  Date value_date;
  std::string reference;
  std::string code;
  std::string end_to_end_id;
  std::string sub_account;
  std::string return_code;
  BankParty party;
};
// Many at once; no other statement may run before Finish.
class BankEntryCopy {
 public:
  BankEntryCopy(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                BankAccountId account, Time now);

  void Add(const NewBankEntry& entry);
  void Finish() { copy_.Finish(); }

 private:
  const CountyId county_;
  const crypto::Keyring& ring_;
  const BankAccountId account_;
  const Time now_;
  pg::CopyIn copy_;
};

// Which of these the account has.
std::set<Uuid> KnownIdentities(pg::Transaction& tx, CountyId county, BankAccountId account,
                               const std::vector<Uuid>& identities);
// Bookings of statements that the account has under these references.
struct ReferenceRow {
  std::string reference;
  BankSide side;
  Date booking_date;
  Uuid identity;
};
std::vector<ReferenceRow> StoredUnder(pg::Transaction& tx, CountyId county, BankAccountId account,
                                      const std::vector<std::string>& references);

// A booking as matching needs it.
struct BankEntryRow {
  BankEntryId id;
  BankFileId file;
  std::int64_t line;
  EntryFacts facts;
  Fen amount;
  Date booking_date;
  Date value_date;
  std::string end_to_end_id;
  std::string sub_account;
  std::string return_code;
  std::string reference;
  BankParty party;
};
// New ones of the account, the oldest first, at most so many; locked until the transaction ends.
std::vector<BankEntryRow> LockNewEntries(pg::Transaction& tx, CountyId county,
                                         const crypto::Keyring& ring, BankAccountId account,
                                         std::int64_t most);

// The numbers are those of qianmo.ledger.v1.BankEntry.MatchedBy.
enum class MatchedBy { kPayment = 1, kReturn = 2, kCustody = 3, kVoucher = 4, kTransfer = 5 };
struct EntryMatch {
  BankEntryId entry;
  MatchedBy by;
  VoucherId voucher;
  std::optional<AttemptId> attempt = {};
};
struct EntryToLook {
  BankEntryId entry;
  std::string reason;
};
// Which of these vouchers of some books are said already by a booking of this account of theirs;
// one of another account says what the voucher does there.
std::set<VoucherId> TakenVouchers(pg::Transaction& tx, CountyId county, const AccountCode& code,
                                  const std::vector<VoucherId>& vouchers);
void SetMatched(pg::Transaction& tx, CountyId county, const std::vector<EntryMatch>& matches);
// Those that wait for somebody are new again: the oldest behind one, at most so many; or all of
// these whose transfer was under way. How many, and the last of them.
struct PutBack {
  std::int64_t entries = 0;
  std::optional<BankEntryId> last = {};
};
PutBack PutBackUnmatched(pg::Transaction& tx, CountyId county, BankAccountId account,
                         const std::optional<Uuid>& after, std::int64_t most);
void PutBackTransfers(pg::Transaction& tx, CountyId county, BankAccountId account);
void SetToLook(pg::Transaction& tx, CountyId county, const std::vector<EntryToLook>& entries);

// Attempts of the account that the bank has and did not decide, of these amounts, the oldest first.
struct UndecidedAttempt {
  AttemptId id;
  Fen amount;
  Payee payee;
  Date sent;  // when the bank got it
};
std::vector<UndecidedAttempt> UndecidedAttempts(pg::Transaction& tx, CountyId county,
                                                const crypto::Keyring& ring, BankAccountId account,
                                                const std::set<Fen>& amounts);

}  // namespace qianmo::ledger
