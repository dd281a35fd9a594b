// The calendar years that the State Council has published, as shipped with this release.
#pragma once

#include "base/calendar.h"

namespace qianmo {

// 2025 (国办发明电〔2024〕12号) and 2026 (国办发明电〔2025〕7号).
const Calendar& StateCouncilCalendar();

}  // namespace qianmo
