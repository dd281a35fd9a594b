#include "registry/domain/table_header.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "registry/domain/import_refusals.h"

namespace qianmo::registry {
namespace {

// "Household_Number " and "household number" are one.
std::string FoldTitle(std::string_view title) {
  const auto normal = NormalizeName(title);
  std::string folded = normal ? *normal : std::string(title);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = ' ';
  }
  return folded;
}

std::optional<std::size_t> FindColumn(const TableColumns& columns, const std::string& folded) {
  for (std::size_t i = 0; i < columns.titles.size(); ++i) {
    const auto& titles = columns.titles[i];
    if (std::find(titles.begin(), titles.end(), folded) != titles.end()) return i;
  }
  return std::nullopt;
}

void AppendTitle(std::string* list, std::string_view title) {
  if (!list->empty()) *list += ", ";
  *list += title;
}

}  // namespace

Result<TableHeader> TableHeader::Read(const TableColumns& columns,
                                      const std::vector<std::string>& cells) {
  TableHeader header;
  header.titles_ = cells;
  header.positions_.resize(columns.titles.size());
  std::string unknown, twice, missing;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto column = FindColumn(columns, FoldTitle(cells[i]));
    if (!column) {
      AppendTitle(&unknown, cells[i].empty() ? "(" + std::to_string(i + 1) + ")" : cells[i]);
      continue;
    }
    int& position = header.positions_[*column];
    if (position != 0) AppendTitle(&twice, cells[i]);
    position = static_cast<int>(i) + 1;
  }
  for (const auto& group : columns.needed) {
    const bool there = std::any_of(group.begin(), group.end(),
                                   [&](int column) { return header.PositionOf(column) != 0; });
    if (!there) AppendTitle(&missing, columns.ChineseName(group.front()));
  }
  if (!unknown.empty()) return refusals::ImportColumnUnknown(unknown);
  if (!twice.empty()) return refusals::ImportColumnTwice(twice);
  if (!missing.empty()) return refusals::ImportColumnMissing(missing);
  return header;
}

std::string TableHeader::title(int position) const {
  const bool named = position > 0 && position <= static_cast<int>(width());
  return named ? titles_[static_cast<std::size_t>(position) - 1] : "";
}

}  // namespace qianmo::registry
