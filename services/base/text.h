// Text that people typed: strict UTF-8, normal forms of names and handles, masks of personal data.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo {

// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);
// Code points of valid UTF-8.
std::size_t CountCodePoints(std::string_view text);

// One line as a person meant it: full-width ASCII becomes half-width, every run of blanks and line
// ends one space, none at the ends; control and invisible formatting characters go. Applying it
// twice changes nothing more. Refuses INVALID_UTF8.
Result<std::string> NormalizeName(std::string_view text);
// Without the spaces and tabs at both ends.
std::string_view TrimBlanks(std::string_view text);
// A sign-in handle: as a name, then without any blank and in lower-case ASCII.
Result<std::string> NormalizeHandle(std::string_view text);

// Masks of valid UTF-8, one star per hidden character; what is not UTF-8 becomes "***". Too short
// to keep anything: all stars.
std::string MaskName(std::string_view name);        // 张三 -> 张*
std::string MaskPhone(std::string_view phone);      // 13812341234 -> 138****1234
std::string MaskIdNumber(std::string_view number);  // the first 3 and the last 2 stay
std::string MaskAccount(std::string_view account);  // the last 4 stay

}  // namespace qianmo
