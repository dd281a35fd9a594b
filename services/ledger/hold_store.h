// Deposit holds in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/domain/credit.h"
#include "ledger/domain/sub_account_number.h"
#include "ledger/payment_store.h"
#include "ledger/voucher_store.h"

namespace qianmo::ledger {

using HoldId = Id<struct HoldTag>;

// The next of the county; nobody else opens a hold in it until the transaction ends.
SubAccountNumber TakeSubAccountNumber(pg::Transaction& tx, CountyId county);

struct NewHold {
  HoldId id;
  Uuid lot;
  Uuid party;
  SubAccountNumber number;
  Fen expected;
  Time due;
  Payee own_account;
  std::optional<Hand> opener;  // nothing where a service opens it
};
// Those of the lot that have one account are flagged. Its number must have been taken in this
// transaction. Refuses HOLD_EXISTS.
Result<Done> InsertHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                        const NewHold& hold, Time now);

struct HoldRow {
  HoldId id;
  Uuid lot;
  Uuid party;
  SubAccountNumber number;
  Payee own_account;
  std::optional<Payee> payer;            // where the deposit came from, if not from there
  std::optional<BankAccountId> account;  // where its deposit is
  HoldFacts facts;

  Payer own() const { return {own_account.name, own_account.account_number}; }
  const Payee& refunded_to() const { return payer ? *payer : own_account; }
};
// Refuse HOLD_NOT_FOUND. Locked, it stays as it is until the transaction ends.
Result<HoldRow> FindHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                         HoldId id);
Result<HoldRow> LockHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                         HoldId id);
// Those with these numbers, and those of the same lots whose own accounts are among these, all
// locked in the order of their ids.
std::vector<HoldRow> LockHoldsFor(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                  const std::vector<SubAccountNumber>& numbers,
                                  const std::vector<std::string>& payer_numbers);

// The credit that became the deposit of a hold, which is locked.
struct Funding {
  HoldId hold;
  Fen amount;
  BankAccountId account;
  Uuid entry;
  Date value_date;
};
void SaveFunded(pg::Transaction& tx, CountyId county, const std::vector<Funding>& fundings,
                Time now);
void SavePayer(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, HoldId id,
               const Payee& payer);
void SaveResolved(pg::Transaction& tx, CountyId county, HoldId id, const HoldFacts& hold, Time now);
// `implied` by a release.
void SaveReleaseDue(pg::Transaction& tx, CountyId county, HoldId id, Date final_day, bool implied,
                    const ReleaseDue& due);
void FlagSharedPayers(pg::Transaction& tx, CountyId county, const std::vector<HoldId>& holds);

// An SQL condition: on `now`, the money of the hold `h` is not back although it must be, or came
// back too late. A day that the bank tells counts, not when we are told; so a payment of which
// nothing is known is late only once the statement of the last day must have come.
std::string IsLate(const std::string& now);

// Ends at most so many holds that were not paid by ExpiryLimit; how many there were.
int ExpireHolds(pg::Transaction& tx, CountyId county, int most, Time now);
// Says of at most so many holds whose time is over, and whose statements have come, whether they
// are late, and that those are whose money has come back since; how many there were.
int JudgeReleases(pg::Transaction& tx, CountyId county, int most, Time now);

}  // namespace qianmo::ledger
