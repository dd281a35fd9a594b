#include "sheet/decoder.h"

#include <algorithm>
#include <stdexcept>

#include <iconv.h>

#include "base/text.h"

namespace qianmo::sheet {
namespace {

constexpr std::size_t kFailed = static_cast<std::size_t>(-1);

bool IsAscii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Decoder::Decoder(Encoding encoding) {
  if (encoding == Encoding::kUtf8) return;
  const iconv_t converter = iconv_open("UTF-8", encoding == Encoding::kGbk ? "GBK" : "GB18030");
  if (converter == reinterpret_cast<iconv_t>(kFailed)) {
    throw std::runtime_error("this system does not know GBK and GB18030");
  }
  converter_ = converter;
}

Decoder::~Decoder() {
  if (converter_ != nullptr) iconv_close(converter_);
}

std::optional<std::string> Decoder::Decode(std::string_view bytes) const {
  if (IsAscii(bytes)) return std::string(bytes);
  if (converter_ == nullptr) {
    if (!IsUtf8(bytes)) return std::nullopt;
    return std::string(bytes);
  }
  // A byte becomes three at most (the euro of GBK), and so do two; four become four.
  std::string text(bytes.size() * 3, '\0');
  char* from = const_cast<char*>(bytes.data());  // iconv only reads there
  std::size_t from_left = bytes.size();
  char* to = text.data();
  std::size_t to_left = text.size();
  iconv(converter_, nullptr, nullptr, nullptr, nullptr);
  if (iconv(converter_, &from, &from_left, &to, &to_left) == kFailed) return std::nullopt;
  text.resize(text.size() - to_left);
  return text;
}

}  // namespace qianmo::sheet
