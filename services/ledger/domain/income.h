// What income is for the share-out of the year: whether it comes again, whether it comes from the
// village's own business, and whether it may be shared out at all.
#pragma once

#include <optional>

#include "ledger/domain/chart.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.IncomeKind.
enum class IncomeKind {
  kRecurringOperating = 1,
  kRecurringOther = 2,
  kOneOffOperating = 3,
  kOneOffOther = 4,
  // Never shared out: compensation for land, proceeds of assets, donations, indicator funds.
  kExcluded = 5
};

// Of what is posted to this account without saying more; nothing where it is no income.
std::optional<IncomeKind> UsualIncomeKind(const ChartAccount& account);

}  // namespace qianmo::ledger
