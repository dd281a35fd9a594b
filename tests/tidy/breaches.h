// What the rules have in common: looking for an expression in a view of a file.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "tidy/source.h"

namespace qianmo::tidy {

// Matches without regard to case when `text` says so in its name; compiled once by the caller.
std::regex Expression(const std::string& pattern);
std::regex AnyCase(const std::string& pattern);

// Adds a breach for each line of `view` that holds `wanted`.
void FindLines(const Source& source, const std::vector<std::string>& view, const std::regex& wanted,
               const std::string& what, Breaches& found);

std::string ToString(const Breaches& breaches);

}  // namespace qianmo::tidy
