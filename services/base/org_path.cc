#include "base/org_path.h"

#include <charconv>

namespace qianmo {
namespace {

constexpr int kDeepest = static_cast<int>(OrgLevel::kGroup);

bool IsCanonicalUuid(std::string_view text) {
  const auto uuid = Uuid::Parse(text);
  return uuid && uuid->ToString() == text;
}

std::optional<CountyId> ParseCounty(std::string_view text) {
  CountyId county;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, county.number);
  if (error != std::errc() || stopped != end || county.number <= 0) return std::nullopt;
  if (std::to_string(county.number) != text) return std::nullopt;
  return county;
}

}  // namespace

std::string_view Name(OrgLevel level) {
  switch (level) {
    case OrgLevel::kCounty:
      return "county";
    case OrgLevel::kTownship:
      return "township";
    case OrgLevel::kVillage:
      return "village";
    case OrgLevel::kGroup:
      return "group";
  }
  return "";
}

std::optional<OrgPath> OrgPath::Parse(std::string_view text) {
  if (text.empty() || text.front() != '/') return std::nullopt;
  std::optional<CountyId> county;
  int depth = 0;
  for (std::size_t begin = 1; begin < text.size();) {
    const std::size_t end = text.find('/', begin);
    if (end == std::string_view::npos || ++depth > kDeepest) return std::nullopt;
    const std::string_view segment = text.substr(begin, end - begin);
    if (depth == 1) county = ParseCounty(segment);
    if (depth > 1 && !IsCanonicalUuid(segment)) return std::nullopt;
    begin = end + 1;
  }
  if (!county) return std::nullopt;
  return OrgPath(std::string(text), *county, static_cast<OrgLevel>(depth));
}

OrgPath OrgPath::Of(CountyId county) {
  return OrgPath("/" + std::to_string(county.number) + "/", county, OrgLevel::kCounty);
}

}  // namespace qianmo
