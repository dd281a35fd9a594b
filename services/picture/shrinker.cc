#include "picture/shrinker.h"

#include <algorithm>

namespace qianmo::picture {

Shrinker::Shrinker(Extent from, int side)
    : from_(from),
      to_(Within(from, side)),
      narrow_(std::size_t{3} * static_cast<std::size_t>(to_.width)),
      sums_(narrow_.size()),
      missing_(from.height),
      small_{.width = to_.width, .height = to_.height} {
  small_.rgb.reserve(narrow_.size() * static_cast<std::size_t>(to_.height));
}

void Shrinker::Add(const std::uint8_t* row) {
  Narrow(row);
  // A row ends at most one new row and begins the next.
  const std::int64_t here = std::min<std::int64_t>(missing_, to_.height);
  Weigh(here);
  if (missing_ > 0) return;
  EndRow();
  Weigh(to_.height - here);
}

void Shrinker::Narrow(const std::uint8_t* row) {
  std::uint64_t sum[3] = {};
  std::int64_t missing = from_.width;
  std::uint32_t* out = narrow_.data();
  for (int x = 0; x < from_.width; ++x, row += 3) {
    const std::int64_t here = std::min<std::int64_t>(missing, to_.width);
    for (int i = 0; i < 3; ++i) sum[i] += row[i] * static_cast<std::uint64_t>(here);
    missing -= here;
    if (missing > 0) continue;
    const auto width = static_cast<std::uint64_t>(from_.width);
    const auto after = static_cast<std::uint64_t>(to_.width - here);
    for (int i = 0; i < 3; ++i) {
      *out++ = static_cast<std::uint32_t>((sum[i] * 256 + width / 2) / width);
      sum[i] = row[i] * after;
    }
    missing = from_.width - static_cast<std::int64_t>(after);
  }
}

void Shrinker::Weigh(std::int64_t weight) {
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    sums_[i] += narrow_[i] * static_cast<std::uint64_t>(weight);
  }
  missing_ -= weight;
}

void Shrinker::EndRow() {
  const std::uint64_t whole = static_cast<std::uint64_t>(from_.height) * 256;
  for (std::uint64_t& sum : sums_) {
    small_.rgb.push_back(static_cast<std::uint8_t>((sum + whole / 2) / whole));
    sum = 0;
  }
  missing_ = from_.height;
}

Raster Shrunk(const Raster& picture, int side) {
  Shrinker shrinker({picture.width, picture.height}, side);
  for (int y = 0; y < picture.height; ++y) shrinker.Add(picture.row(y));
  return shrinker.Finish();
}

}  // namespace qianmo::picture
