#include "base/area.h"

#include "base/decimal.h"

namespace qianmo {
namespace {

constexpr int kMuPlaces = 3;
constexpr int kMetrePlaces = 2;

template <class Measure>
Result<Measure> Parse(std::string_view text, int places, const char* message) {
  const auto count = ParseDecimal(text, places);
  if (!count || *count < 0) {
    return Refusal{Refusal::Kind::kInvalid, "INVALID_AREA", message};
  }
  return Measure(*count);
}

}  // namespace

// A thousandth of a 亩 is 2/3 m², that is 200/3 hundredths of a m².
SquareMetres ToSquareMetres(Area area) { return SquareMetres(MulDivHalfUp(area.count(), 200, 3)); }

Area ToArea(SquareMetres metres) { return Area(MulDivHalfUp(metres.count(), 3, 200)); }

Result<Area> ParseMu(std::string_view text) {
  return Parse<Area>(text, kMuPlaces, "an area in mu has at most three decimals, like 12.345");
}

Result<SquareMetres> ParseSquareMetres(std::string_view text) {
  return Parse<SquareMetres>(text, kMetrePlaces,
                             "an area in square metres has at most two decimals, like 8230.15");
}

std::string FormatMu(Area area) { return FormatGroupedDecimal(area.count(), kMuPlaces) + "亩"; }

std::string FormatSquareMetres(SquareMetres metres) {
  return FormatGroupedDecimal(metres.count(), kMetrePlaces) + "㎡";
}

}  // namespace qianmo
