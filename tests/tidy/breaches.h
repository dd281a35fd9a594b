// What the rules have in common: looking for an expression in a view of a file.
#pragma once

#include <string>
#include <vector>

#include <re2/re2.h>

#include "tidy/source.h"

namespace qianmo::tidy {

// Adds a breach for each line of `view` that holds `wanted`.
void FindLines(const Source& source, const std::vector<std::string>& view, const RE2& wanted,
               const std::string& what, Breaches& found);

std::string ToString(const Breaches& breaches);

}  // namespace qianmo::tidy
