// The bank's interest on deposits is the bidders': to each as much as its money was there for.
#pragma once

#include <vector>

#include "base/clock.h"
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

}  // namespace qianmo::ledger
