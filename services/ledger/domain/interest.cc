#include "ledger/domain/interest.h"

#include <algorithm>

#include "ledger/domain/custody_refusals.h"

namespace qianmo::ledger {

std::int64_t FenDays(const std::vector<OpenChange>& changes, Date first, Date last) {
  Fen sum;
  for (const OpenChange& change : changes) {
    const Date from = std::max(change.day, first);
    if (from <= last) sum += change.change * ((last - from).count() + 1);
  }
  return sum.count();
}

Result<Done> CheckInterestDays(Date first, Date last, Date today) {
  if (last < first) return refusals::DaysReversed();
  if (last >= today) return refusals::DaysNotOver();
  return Done{};
}

Result<Done> DecideApproveRun(RunState state, const Uuid& proposer, const Uuid& person) {
  if (state != RunState::kProposed && state != RunState::kRunning) {
    return refusals::InterestRunEnded();
  }
  if (proposer == person) return refusals::SameHands();
  return Done{};
}

Result<Done> DecideDeclineRun(RunState state) {
  if (state != RunState::kProposed) return refusals::InterestRunEnded();
  return Done{};
}

}  // namespace qianmo::ledger
