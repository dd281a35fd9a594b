#include "picture/raster.h"

#include <algorithm>

namespace qianmo::picture {
namespace {

struct Point {
  int x = 0;
  int y = 0;
};

// Where the pixel at (x, y) of the upright picture is in the one that lies.
Point Lying(const Raster& from, int orientation, int x, int y) {
  const int right = from.width - 1;
  const int bottom = from.height - 1;
  switch (orientation) {
    case 2:
      return {right - x, y};
    case 3:
      return {right - x, bottom - y};
    case 4:
      return {x, bottom - y};
    case 5:
      return {y, x};
    case 6:
      return {y, bottom - x};
    case 7:
      return {right - y, bottom - x};
    case 8:
      return {right - y, x};
    default:
      return {x, y};
  }
}

}  // namespace

Extent Within(Extent extent, int side) {
  const std::int64_t longer = std::max(extent.width, extent.height);
  if (longer <= side) return extent;
  const auto scaled = [&](int length) {
    return static_cast<int>(
        std::max<std::int64_t>((2LL * length * side + longer) / (2 * longer), 1));
  };
  return {scaled(extent.width), scaled(extent.height)};
}

Raster Turned(const Raster& picture, int orientation) {
  const bool swaps = orientation >= 5 && orientation <= 8;
  Raster turned{.width = swaps ? picture.height : picture.width,
                .height = swaps ? picture.width : picture.height};
  turned.rgb.reserve(picture.rgb.size());
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      const Point at = Lying(picture, orientation, x, y);
      const std::uint8_t* pixel = picture.row(at.y) + 3 * at.x;
      turned.rgb.insert(turned.rgb.end(), pixel, pixel + 3);
    }
  }
  return turned;
}

}  // namespace qianmo::picture
