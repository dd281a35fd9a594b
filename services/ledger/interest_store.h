// The bank's interest in the database: what each hold got, and what of it is paid out.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "ledger/domain/interest.h"
#include "ledger/suspense_store.h"
#include "qianmo/ledger/v1/interest.pb.h"

namespace qianmo::ledger {

using RunId = Id<struct RunTag>;
using ShareId = Id<struct ShareTag>;

struct NewRun {
  RunId id;
  SuspenseId item;
  BankAccountId account;  // which is locked
  Date first;
  Date last;
  Fen amount;
};
// Refuses DAYS_ALLOCATED.
Result<Done> InsertRun(pg::Transaction& tx, CountyId county, const NewRun& run, Time now);

struct NewShare {
  ShareId id;
  HoldId hold;
  std::int64_t fen_days;
  Fen amount;
  std::optional<PaymentId> payment = {};
};
void InsertShares(pg::Transaction& tx, CountyId county, RunId run,
                  const std::vector<NewShare>& shares);

// What came to each of these holds and went from it, by day.
std::map<HoldId, std::vector<OpenChange>> ChangesOf(pg::Transaction& tx, CountyId county,
                                                    const std::vector<HoldId>& holds);

// Interest of a hold, which is locked, that is not paid out.
struct ShareRow {
  ShareId id;
  Fen amount;
};
std::vector<ShareRow> UnpaidSharesOf(pg::Transaction& tx, CountyId county, HoldId hold);
void SetSharePayments(pg::Transaction& tx, CountyId county, const std::vector<ShareId>& shares,
                      const std::vector<PaymentId>& payments);

// As people see them. The run must exist.
v1::InterestRun ReadRun(pg::Transaction& tx, CountyId county, RunId id);
google::protobuf::RepeatedPtrField<v1::InterestShare> ListSharesOf(pg::Transaction& tx,
                                                                   CountyId county, RunId run,
                                                                   const std::optional<Uuid>& after,
                                                                   int limit);

}  // namespace qianmo::ledger
