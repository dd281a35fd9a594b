#include "sheet/formula.h"

#include <algorithm>
#include <array>

namespace qianmo::sheet {
namespace {

constexpr std::array<std::string_view, 11> kStarts = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                      "\n", "＝", "＋", "－", "＠"};

bool IsGuarded(std::string_view cell) {
  const std::size_t text = cell.find_first_not_of('\'');
  return text != 0 && text != cell.npos && IsFormula(cell.substr(text));
}

}  // namespace

bool IsFormula(std::string_view cell) {
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return cell.starts_with(start); });
}

std::string Guard(std::string_view cell) {
  std::string guarded(cell);
  if (IsFormula(cell) || IsGuarded(cell)) guarded.insert(0, 1, '\'');
  return guarded;
}

std::string Unguard(std::string_view cell) {
  return std::string(IsGuarded(cell) ? cell.substr(1) : cell);
}

}  // namespace qianmo::sheet
