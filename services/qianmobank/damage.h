// Files as they arrive when something went wrong on the way.
#pragma once

#include <string>

namespace qianmo::bank {

inline constexpr int kDamages = 5;

// What is left of a file, in one of kDamages ways (from 1). None can be taken for a whole file.
std::string Damaged(const std::string& bytes, int way);

}  // namespace qianmo::bank
