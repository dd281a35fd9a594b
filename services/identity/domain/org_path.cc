#include "identity/domain/org_path.h"

#include <charconv>

namespace qianmo::identity {
namespace {

constexpr int kDeepest = static_cast<int>(Level::kGroup);

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

std::string_view Name(Level level) {
  switch (level) {
    case Level::kCounty:
      return "county";
    case Level::kTownship:
      return "township";
    case Level::kVillage:
      return "village";
    case Level::kGroup:
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
  return OrgPath(std::string(text), *county, static_cast<Level>(depth));
}

OrgPath OrgPath::Of(CountyId county) {
  return OrgPath("/" + std::to_string(county.number) + "/", county, Level::kCounty);
}

}  // namespace qianmo::identity
