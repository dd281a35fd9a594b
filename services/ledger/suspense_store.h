// Items in suspense in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/domain/suspense.h"
#include "ledger/hold_store.h"
#include "qianmo/ledger/v1/suspense.pb.h"

namespace qianmo::ledger {

using SuspenseId = Id<struct SuspenseTag>;

struct NewSuspense {
  SuspenseId id;
  Uuid entry;
  BankAccountId account;
  SuspenseReason reason;
  Fen amount;
  std::string sub_account;     // as the bank told it
  std::optional<HoldId> hold;  // whose that is
  Payee payer;
  Date value_date;
  std::string end_to_end;
};
void InsertSuspense(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                    const std::vector<NewSuspense>& items, Time now);

struct SuspenseRow {
  SuspenseId id;
  Uuid entry;
  BankAccountId account;
  Payee payer;
  Date value_date;
  std::optional<HoldId> proposed;
  SuspenseFacts facts;
};
// Refuses SUSPENSE_NOT_FOUND. It stays as it is until the transaction ends.
Result<SuspenseRow> LockSuspense(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                 SuspenseId id);

void SaveProposed(pg::Transaction& tx, CountyId county, SuspenseId id, HoldId hold,
                  const std::string& reason, const Hand& proposer);
// Where it goes back to, once its bank is known. In the order of all: items, then holds.
void SavePayerBank(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, SuspenseId id,
                   const Payee& payer);
void SaveDeclined(pg::Transaction& tx, CountyId county, SuspenseId id);
struct SuspenseEnd {
  SuspenseState state;
  Hand ender;
  std::string reason;
  VoucherId voucher;
  std::optional<PaymentId> payment = {};
};
void SaveSuspenseEnd(pg::Transaction& tx, CountyId county, SuspenseId id, const SuspenseEnd& end,
                     Time now);

// As people see it. Refuses SUSPENSE_NOT_FOUND.
Result<v1::SuspenseItem> ReadSuspense(pg::Transaction& tx, CountyId county,
                                      const crypto::Keyring& ring, SuspenseId id);
google::protobuf::RepeatedPtrField<v1::SuspenseItem> ListSuspenseItems(
    pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, int state,
    const std::optional<Uuid>& after, int limit);

}  // namespace qianmo::ledger
