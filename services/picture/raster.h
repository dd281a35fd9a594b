// A picture as its pixels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace qianmo::picture {

// What a decoder takes on: more pixels than a telephone's camera makes, and for formats that need
// all of them at once no more memory than this.
inline constexpr std::int64_t kMostPixels = 50'000'000;
inline constexpr std::int64_t kMostDecoderBytes = 96 << 20;

struct Raster {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb = {};  // row by row, three bytes a pixel

  const std::uint8_t* row(int y) const {
    return rgb.data() +
           std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(y);
  }
};

struct Extent {
  int width = 0;
  int height = 0;

  bool operator==(const Extent&) const = default;
};

// The largest one of this shape whose longer side is at most `side`; itself if it is smaller.
Extent Within(Extent extent, int side);

// Turned as EXIF's `orientation`, 1 to 8, wants it looked at.
Raster Turned(const Raster& picture, int orientation);

}  // namespace qianmo::picture
