// Land area in thousandths of a 亩, and its exact relation to square metres: 1 亩 = 2000/3 m².
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/whole.h"

namespace qianmo {

using Area = Whole<struct AreaTag>;                  // thousandths of a 亩 (mu_e3)
using SquareMetres = Whole<struct SquareMetresTag>;  // hundredths of a m²

// Each rounds once, a half away from zero. 亩 → m² → 亩 gives the same 亩 back; m² → 亩 → m² is off
// by up to a third of a square metre, because a thousandth of a 亩 is 2/3 m².
SquareMetres ToSquareMetres(Area area);
Area ToArea(SquareMetres metres);

// "12.345" with at most three decimals, not negative; else INVALID_AREA.
Result<Area> ParseMu(std::string_view text);
// "8230.15" with at most two decimals, not negative; else INVALID_AREA.
Result<SquareMetres> ParseSquareMetres(std::string_view text);

std::string FormatMu(Area area);                      // "1,234.500亩"
std::string FormatSquareMetres(SquareMetres metres);  // "823,000.00㎡"

}  // namespace qianmo
