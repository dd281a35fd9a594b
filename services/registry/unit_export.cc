#include "registry/unit_export.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "registry/domain/import_refusals.h"
#include "registry/domain/unit_certificate.h"

namespace qianmo::registry {
namespace {

constexpr int kLinesAtOnce = 1'000;
constexpr std::int64_t kMostHolders = 20'000;
constexpr int kPlacesOfAShare = 2;

std::string SharesCell(std::int64_t units) {
  return units == 0 ? "" : FormatDecimal(units, kPlacesOfAShare);
}

// Of all kinds, and the frozen and pledged ones among them.
template <class Holdings>
std::vector<std::string> CellsOf(const std::string& holder, const Holdings& holdings) {
  std::array<std::int64_t, kUnitKinds.size()> held{};
  std::int64_t frozen = 0, pledged = 0;
  for (const auto& holding : holdings) {
    held.at(static_cast<std::size_t>(holding.kind()) - 1) = holding.units();
    frozen += holding.frozen_units();
    pledged += holding.pledged_units();
  }
  std::vector<std::string> cells = {holder};
  for (const std::int64_t units : held) cells.push_back(SharesCell(units));
  cells.push_back(SharesCell(frozen));
  cells.push_back(SharesCell(pledged));
  return cells;
}

// Numbers as people count: 9 comes before 10. The collective has none and comes first.
bool ComesBefore(const v1::RollLine& a, const v1::RollLine& b) {
  const std::string& one = a.household_number();
  const std::string& other = b.household_number();
  return one.size() != other.size() ? one.size() < other.size() : one < other;
}

}  // namespace

Result<ExportedFile> ExportUnitRoll(pg::Transaction& tx, UnitRollWish wish,
                                    v1::TableFormat format) {
  std::vector<v1::RollLine> lines;
  wish.limit = kLinesAtOnce;
  for (bool more = true; more;) {
    const auto page = ReadRoll(tx, wish);
    lines.insert(lines.end(), page.begin(), page.end());
    if (static_cast<std::int64_t>(lines.size()) > kMostHolders) {
      return refusals::ExportTooLarge(kMostHolders);
    }
    more = page.size() == kLinesAtOnce;
    if (more) {
      const std::string& last = lines.back().holder();
      wish.after = Uuid::Parse(last.substr(last.rfind('/') + 1));
    }
  }
  std::stable_sort(lines.begin(), lines.end(), ComesBefore);
  sheet::TableFile file(FormatOf(format), "份额名册");
  std::vector<std::string> head = {"户号"};
  for (const UnitKind kind : kUnitKinds) head.emplace_back(ChineseName(kind));
  head.insert(head.end(), {"其中冻结", "其中质押"});
  file.AddHead(head);
  for (const v1::RollLine& line : lines) {
    file.Add(CellsOf(line.household_number().empty() ? "集体" : line.household_number(),
                     line.holdings()));
  }
  file.Add(CellsOf("合计", ReadRollTotals(tx, wish)));
  return file.Finish();
}

}  // namespace qianmo::registry
