// Pictures out of their files, one function for each format: what has at most kMostPixels, seen on
// white, and so small that its longer side is at most `side`; never enlarged. Nothing for what is
// larger, moves, or cannot be decoded. Memory is bounded by kMostDecoderBytes and a few rows,
// whatever the file says.
#pragma once

#include <optional>
#include <string_view>

#include "picture/raster.h"

namespace qianmo::picture {

std::optional<Raster> DecodeJpeg(std::string_view file, int side);
std::optional<Raster> DecodePng(std::string_view file, int side);
std::optional<Raster> DecodeWebp(std::string_view file, int side);

}  // namespace qianmo::picture
