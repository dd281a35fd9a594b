// Makes a picture smaller as its rows come in: each new pixel is the mean of the ground that it
// covers, to the fraction of a pixel. Holds no more than the small picture and a row.
#pragma once

#include <cstdint>
#include <vector>

#include "picture/raster.h"

namespace qianmo::picture {

class Shrinker {
 public:
  Shrinker(Extent from, int side);

  // The next row, three bytes a pixel. As many as the picture has.
  void Add(const std::uint8_t* row);
  // After the last row.
  Raster Finish() { return std::move(small_); }

 private:
  void Narrow(const std::uint8_t* row);
  void Weigh(std::int64_t weight);
  void EndRow();

  const Extent from_;
  const Extent to_;
  std::vector<std::uint32_t> narrow_;  // a row of the new width, in 256ths
  std::vector<std::uint64_t> sums_;    // of the new row under way
  std::int64_t missing_;  // of its height, in parts of which a row of `from_` has to_.height
  Raster small_;
};

Raster Shrunk(const Raster& picture, int side);

}  // namespace qianmo::picture
