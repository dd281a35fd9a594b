// The text of a GeoJSON geometry: its type, and its coordinates as nested lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qianmo::registry {

// Either a number, in billionths, or a list.
struct GeoList {
  std::size_t position = 0;  // of its first byte
  std::optional<std::int64_t> number;
  std::vector<GeoList> items;
};

struct GeoText {
  std::string type;
  GeoList coordinates;
};

// One JSON object with "type" and "coordinates"; besides them only a "bbox", which is not read, and
// a "crs" that names CGCS2000. Refuses BOUNDARY_MALFORMED, and BOUNDARY_TOO_LARGE for more numbers
// than `most`.
Result<GeoText> ScanGeoJson(std::string_view field, std::string_view text, int most);

}  // namespace qianmo::registry
