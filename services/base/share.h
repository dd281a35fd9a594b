// Income-right units (收益权份额): whole hundredths of a share. Parts of a right are Fractions.
#pragma once

#include "base/fraction.h"
#include "base/whole.h"

namespace qianmo {

// 4 shares are Units(400).
using Units = Whole<struct UnitsTag>;

inline constexpr std::int64_t kUnitsPerShare = 100;

}  // namespace qianmo
