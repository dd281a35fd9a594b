// Cells that a spreadsheet program would run instead of show. A file of ours that somebody opens
// must not act: whoever typed "=HYPERLINK(…)" as a name meant it to.
#pragma once

#include <string>
#include <string_view>

namespace qianmo::sheet {

// Begins with = + - @, also in full width, or with what programs skip before it.
bool IsFormula(std::string_view cell);

// A formula gets an apostrophe in front of it, which spreadsheet programs take as "this is text".
// So does one that has apostrophes in front already: Unguard gives back exactly what was guarded.
std::string Guard(std::string_view cell);
std::string Unguard(std::string_view cell);

}  // namespace qianmo::sheet
