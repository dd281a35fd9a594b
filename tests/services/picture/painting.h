// Pictures that one recognises when they are turned, and files of them.
#pragma once

#include <array>
#include <string>

#include "picture/raster.h"

namespace qianmo::picture {

// Its quarters are red, green (above), blue and white (below).
Raster Painting(int width, int height);

enum class Hue { kRed, kGreen, kBlue, kWhite, kOther };
// In the middle of each quarter: above left and right, below left and right.
std::array<Hue, 4> Quarters(const Raster& picture);
inline constexpr std::array<Hue, 4> kUpright = {Hue::kRed, Hue::kGreen, Hue::kBlue, Hue::kWhite};

std::string ProgressiveJpeg(const Raster& picture);
std::string CmykJpeg(int width, int height);
std::string Png(const Raster& picture, bool interlaced = false);
// Nothing but glass.
std::string ClearPng(int width, int height);
// One shade of grey, with 8 bits a pixel.
std::string GreyPng(int width, int height);
std::string Webp(const Raster& picture, bool lossless);

}  // namespace qianmo::picture
