// The bank's interest on deposits is the bidders': to each as much as its money was there for.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/money.h"
#include "base/result.h"

namespace qianmo::ledger {

// What comes in on a day, or goes out. What comes and goes on one day was never there overnight.
struct OpenChange {
  Date day;
  Fen change;
};

// Fen times nights that an amount was open, from the first day to the last, both included.
std::int64_t FenDays(const std::vector<OpenChange>& changes, Date first, Date last);

// Interest is for days that are over. Refuses DAYS_REVERSED, PERIOD_NOT_OVER.
Result<Done> CheckInterestDays(Date first, Date last, Date today);

// The numbers are those of qianmo.ledger.v1.InterestRun.State.
enum class RunState { kProposed = 1, kRunning = 2, kDone = 3, kDeclined = 4, kFailed = 5 };

// By another person than whoever proposed it; once more where the work was stopped. Refuses
// INTEREST_RUN_ENDED, SAME_PERSON.
Result<Done> DecideApproveRun(RunState state, const Uuid& proposer, const Uuid& person);
// Refuses INTEREST_RUN_ENDED, also while it is given out.
Result<Done> DecideDeclineRun(RunState state);

}  // namespace qianmo::ledger
