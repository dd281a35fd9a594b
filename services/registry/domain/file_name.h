// Names of files as people give them: what they may contain so that nobody is misled or harmed by
// saving one.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo::registry {

inline constexpr std::size_t kMostFileNameCharacters = 200;

// The name as it will be kept. Refuses FILE_NAME_MALFORMED for one that names a folder, has
// characters that cannot be seen or turn the others round, is "." or "..", or is blank at an end.
Result<std::string> ParseFileName(std::string_view field, std::string_view typed);

}  // namespace qianmo::registry
