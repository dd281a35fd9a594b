// What a display name is found by. Chinese has no blanks between words, so a name is kept as its
// characters and its pairs of neighbouring characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qianmo {

// A name or a query in the form that is compared: without blanks, ASCII in lower case.
std::string FoldName(std::string_view name);

// Of a name: every character and every pair, each once.
std::vector<std::string> SearchTerms(std::string_view name);

// Of a part of a name: terms that every name with this part has. Empty for an empty query.
std::vector<std::string> QueryTerms(std::string_view part);

}  // namespace qianmo
