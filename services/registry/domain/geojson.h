// Boundaries as GeoJSON (RFC 7946), read strictly and without a floating-point number.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qianmo::registry {

// Billionths of a degree: a tenth of a millimetre.
struct MapPoint {
  std::int64_t longitude = 0;
  std::int64_t latitude = 0;

  auto operator<=>(const MapPoint&) const = default;
};
inline constexpr std::int64_t kDegree = 1'000'000'000;

using MapRing = std::vector<MapPoint>;
using MapPolygon = std::vector<MapRing>;  // the outline, then the holes

struct Boundary {
  std::vector<MapPolygon> polygons;

  bool operator==(const Boundary&) const = default;
};

inline constexpr int kMostCorners = 10'000;
inline constexpr int kMostRings = 200;

// A Polygon or a MultiPolygon in China. Refuses BOUNDARY_MALFORMED with the byte where the text, or
// the ring and corner where the shape, stops being one, and BOUNDARY_TOO_LARGE.
Result<Boundary> ReadBoundary(std::string_view field, std::string_view geojson);

// "MULTIPOLYGON(((115.1 30.2,…", with every digit.
std::string ToWkt(const Boundary& boundary);

}  // namespace qianmo::registry
