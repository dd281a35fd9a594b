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
  Hand proposer;
};
// Proposed. Refuses DAYS_ALLOCATED.
Result<Done> InsertRun(pg::Transaction& tx, CountyId county, const NewRun& run, Time now);

struct RunRow {
  RunId id;
  SuspenseId item;
  BankAccountId account;
  Date first;
  Date last;
  Fen amount;
  RunState state;
  Uuid proposer_person;
  std::int64_t shares;  // that were given
};
// Locked until the transaction ends. Refuses INTEREST_RUN_NOT_FOUND.
Result<RunRow> LockRun(pg::Transaction& tx, CountyId county, RunId id);
void SaveRunDecided(pg::Transaction& tx, CountyId county, RunId id, RunState state,
                    const Hand& decider, Time now);
// Over, and why.
void EndRun(pg::Transaction& tx, CountyId county, RunId id, RunState state,
            const std::string& reason, Time now);
// As if nobody had approved it.
void ProposeRunAgain(pg::Transaction& tx, CountyId county, RunId id);

// Holds whose deposit was on this account on some of these days, in the order of their ids.
std::vector<HoldId> HoldsOn(pg::Transaction& tx, CountyId county, BankAccountId account, Date first,
                            Date last);

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

// Shares of a run behind this one that are not paid, in the order of their holds, at most so many.
struct DueShare {
  ShareId id;
  HoldId hold;
};
std::vector<DueShare> UnpaidSharesAfter(pg::Transaction& tx, CountyId county, RunId run,
                                        const Uuid& after, int most);

google::protobuf::RepeatedPtrField<v1::InterestRun> ListRunsOf(pg::Transaction& tx, CountyId county,
                                                               int state,
                                                               const std::optional<Uuid>& after,
                                                               int limit);
// As people see them. The run must exist where it is read.
std::optional<v1::InterestRun> FindRun(pg::Transaction& tx, CountyId county, RunId id);
v1::InterestRun ReadRun(pg::Transaction& tx, CountyId county, RunId id);
google::protobuf::RepeatedPtrField<v1::InterestShare> ListSharesOf(pg::Transaction& tx,
                                                                   CountyId county, RunId run,
                                                                   const std::optional<Uuid>& after,
                                                                   int limit);

}  // namespace qianmo::ledger
