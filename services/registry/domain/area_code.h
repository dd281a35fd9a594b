// The 12 digits of townships and villages (GB/T 2260, GB/T 10114): attributes with dates, because
// the map is redrawn and ids stay.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/org_path.h"
#include "base/result.h"

namespace qianmo::registry {

struct DatedCode {
  std::string code;
  Date start_date;
  std::optional<Date> end_date = {};  // the first day on which it does not hold
};

// Oldest first, without overlaps.
using DatedCodes = std::vector<DatedCode>;

// The code that holds on a day.
std::optional<std::string> CodeOn(const DatedCodes& codes, Date day);

struct AreaCodeFacts {
  OrgLevel level;
  DatedCodes own;
  DatedCodes parent;                        // of a village: the township's
  std::string county_code;                  // the county's six digits
  std::optional<Date> youngest_below = {};  // of a township: the latest beginning of a
                                            // village's code
};

// Whether `code` may hold from `start_date` on, for good; the latest one then ends with that day.
// Refuses, in this order: AREA_CODE_UNFIT (digits, or a group's), AREA_CODE_HISTORY (something
// began later or that day), AREA_CODE_PARENT (it is not below the county's, or not below the
// township's on some day from then on).
Result<Done> DecideAreaCode(const AreaCodeFacts& facts, std::string_view code, Date start_date);

}  // namespace qianmo::registry
