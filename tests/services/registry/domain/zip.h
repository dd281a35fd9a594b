// Zip archives for tests: entries of nothing, a directory, an end.
#pragma once

#include <string>
#include <vector>

namespace qianmo::registry {

std::string MakeZip(const std::vector<std::string>& names, const std::string& comment = "");

}  // namespace qianmo::registry
