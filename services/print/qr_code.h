// A QR code as vector squares, with the quiet zone that readers need.
#pragma once

#include <string>

#include <cairo.h>

#include "base/result.h"

namespace qianmo::print {

// Refuses LINK_TOO_LONG: what is not plain ASCII of 1 to 300 characters, which a telephone still
// reads from a QR of four centimetres.
Result<Done> CheckQrLink(const std::string& link);

// `size` includes the quiet zone of four modules on each side. Error correction M: 15 % may be
// dirty or torn. Throws std::length_error for more than a QR code
// holds.
void DrawQrCode(cairo_t* cairo, const std::string& text, double x, double y, double size);

}  // namespace qianmo::print
