// Unpredictable bytes for keys, salts and tokens.
#pragma once

#include <cstddef>
#include <string>

namespace qianmo::crypto {

// Throws std::runtime_error when the system cannot give randomness; never returns weaker bytes.
std::string RandomBytes(std::size_t count);

}  // namespace qianmo::crypto
