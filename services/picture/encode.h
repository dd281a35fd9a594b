// Pictures into files.
#pragma once

#include <string>

#include "picture/raster.h"

namespace qianmo::picture {

// A JPEG good enough to be looked at, and small. The picture must have pixels, at most 65,000 a
// side.
std::string EncodeJpeg(const Raster& picture);

}  // namespace qianmo::picture
