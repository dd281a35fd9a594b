// What lies in a zip archive, read from the directory at its end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qianmo::registry {

// `tail` is the end of the archive. Nothing when the directory is damaged or begins before `tail`.
std::vector<std::string> ZipNames(std::string_view tail);

}  // namespace qianmo::registry
