// EXIF, of which one thing is worth keeping: which way up a photo is.
#pragma once

#include <string>
#include <string_view>

namespace qianmo::registry {

// How a picture is to be turned before it is looked at, 1 (not at all) to 8, as the block says. 1
// where it says nothing, or nothing that makes sense.
int OrientationIn(std::string_view tiff);

// A block that says this and nothing else.
std::string OrientationBlock(int orientation);

}  // namespace qianmo::registry
