#include "print/qr_code.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <qrencode.h>

namespace qianmo::print {
namespace {

constexpr int kQuietZone = 4;
constexpr std::size_t kLongestLink = 300;

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Result<Done> CheckQrLink(const std::string& link) {
  const bool plain =
      std::all_of(link.begin(), link.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (plain && !link.empty() && link.size() <= kLongestLink) return Done{};
  return Refusal{Refusal::Kind::kInvalid, "LINK_TOO_LONG",
                 "a link in a QR is 1 to 300 characters of plain ASCII"};
}

void DrawQrCode(cairo_t* cairo, const std::string& text, double x, double y, double size) {
  const std::unique_ptr<QRcode, FreeCode> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
  if (!code) throw std::length_error("no QR code can hold this link");
  const double module = size / (code->width + 2 * kQuietZone);
  for (int row = 0; row < code->width; ++row) {
    for (int begin = 0; begin < code->width; ++begin) {
      const unsigned char* modules = code->data + row * code->width;
      int end = begin;
      while (end < code->width && (modules[end] & 1)) ++end;
      if (end == begin) continue;
      cairo_rectangle(cairo, x + (begin + kQuietZone) * module, y + (row + kQuietZone) * module,
                      (end - begin) * module, module);
      begin = end;
    }
  }
  cairo_fill(cairo);  // one path, so that no hair lines show between modules
}

}  // namespace qianmo::print
