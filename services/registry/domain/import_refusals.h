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
Refusal ImportTooBad(std::int64_t most_faults);
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
Refusal ImportStale(std::int64_t items);
// So many are members of households that the importer has nothing to say about: which ones, is not
// said.
Refusal ImportMembersElsewhere(std::int64_t members);

Refusal ExportTooLarge(std::int64_t most_rows);
// More than one answer holds.
Refusal RevealTooLarge(std::int64_t most_bytes);
// A request that was answered a while ago is not answered again with what is true now.
Refusal RevealAnswered();

}  // namespace qianmo::registry::refusals
