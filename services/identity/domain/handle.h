// What people type to say who they are.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo::identity {

// The three forms cannot be mistaken for each other: names begin with a letter, letter numbers have
// a dash, telephones are eleven digits.
enum class HandleForm { kPhone, kName, kLetterNumber };

struct Handle {
  HandleForm form;
  std::string text;  // normalised: two spellings of one handle are equal
  // Of a letter number; 0 otherwise.
  int county = 0;
  long long letter = 0;
};

// Accepts 13812341234 (also as +86 138-1234-1234, with full-width digits), Zhang.San, 7-000123.
// Chinese characters are no handle: they have too many spellings. Refuses HANDLE_MALFORMED for
// `field`.
Result<Handle> ParseHandle(std::string_view field, std::string_view typed);

// A handle that people may choose: a telephone or a name.
Result<Handle> ParseChosenHandle(std::string_view field, std::string_view typed);

}  // namespace qianmo::identity
