// What reports and exports refuse, beside what all of the ledger does.
#pragma once

#include <cstdint>
#include <string>

#include "base/refusal.h"

namespace qianmo::ledger::refusals {

// A month that has not begun.
Refusal MonthAhead(const std::string& field);
// Books that the Ministry's statements are not made for.
Refusal StatementUnfit();
Refusal ExportTooLarge(std::int64_t most_rows);

}  // namespace qianmo::ledger::refusals
