// Refusals about imports and exports. What is wrong with single rows is no refusal: see
// member_row.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/refusal.h"

namespace qianmo::registry::refusals {

// The file as a whole.
Refusal ImportNotText();
Refusal ImportEmpty();
// `problem` in words; the place counts from 1.
Refusal ImportMalformed(std::string_view problem, std::int64_t line, int column);
Refusal ImportTooLarge(std::int64_t most_rows);
// `columns` as the file heads them.
Refusal ImportColumnUnknown(const std::string& columns);
Refusal ImportColumnTwice(const std::string& columns);
Refusal ImportColumnMissing(const std::string& columns);

// The import.
Refusal ImportNotFound();
Refusal ImportNotChecked();
Refusal ImportEnded();
Refusal ImportSamePerson();
Refusal ImportDateAhead();
// The registry changed since the check.
Refusal ImportStale(std::int64_t households);

Refusal ExportTooLarge(std::int64_t most_rows);

}  // namespace qianmo::registry::refusals
