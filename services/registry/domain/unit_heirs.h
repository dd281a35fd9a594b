// An estate's units among its heirs, by exact fractions that are 1 together.
#pragma once

#include <vector>

#include "base/fraction.h"
#include "base/id.h"
#include "base/result.h"
#include "base/share.h"
#include "registry/domain/unit_charter.h"

namespace qianmo::registry {

struct UnitHeir {
  Uuid household;
  Fraction share;
  bool without_vote = false;  // is no member of the collective
};

// How many units each heir gets, in their order: the sum is `units` exactly and each part is within
// one hundredth of its ideal; equal remainders go by household id. Refuses NO_UNITS_TO_INHERIT,
// HEIR_TWICE, HEIR_WITHOUT_VOTE, HEIR_WITHOUT_UNITS (a share so small that nothing is left of it),
// and what CheckWhole refuses.
Result<std::vector<Units>> SplitAmongHeirs(Units units, const std::vector<UnitHeir>& heirs,
                                           const UnitCharter& charter);

}  // namespace qianmo::registry
