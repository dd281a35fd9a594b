// Untrusted text on its way to paper.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo::print {

// Text without what cannot be printed: control characters, invisible ones, and those that turn the
// direction of what follows them. Every kind of line end becomes '\n', other blanks one space.
// Refuses INVALID_UTF8.
Result<std::string> Printable(std::string_view text);

// The same on one line: line ends become spaces.
Result<std::string> PrintableLine(std::string_view text);

// "U+1F600 😀"
std::string NameOfCharacter(char32_t character);

}  // namespace qianmo::print
