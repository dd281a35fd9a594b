#include "sheet/encoder.h"

#include <algorithm>
#include <stdexcept>

#include <iconv.h>

namespace qianmo::sheet {
namespace {

constexpr auto kNoConversion = static_cast<std::size_t>(-1);

// Bytes of the character that begins with this one.
std::size_t CharacterSize(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

// The text encoded, and how much of it could be.
std::pair<std::string, std::size_t> EncodeFront(void* converter, std::string_view text) {
  // No character is longer in a Chinese encoding, but four bytes can take the place of two.
  std::string bytes(text.size() * 2, '\0');
  char* from = const_cast<char*>(text.data());  // iconv only reads there
  std::size_t from_left = text.size();
  char* to = bytes.data();
  std::size_t to_left = bytes.size();
  iconv(converter, nullptr, nullptr, nullptr, nullptr);
  const bool whole = iconv(converter, &from, &from_left, &to, &to_left) != kNoConversion;
  bytes.resize(bytes.size() - to_left);
  return {std::move(bytes), whole ? text.size() : text.size() - from_left};
}

}  // namespace

Encoder::Encoder(Encoding encoding) {
  if (encoding == Encoding::kUtf8) return;
  const iconv_t converter = iconv_open(encoding == Encoding::kGbk ? "GBK" : "GB18030", "UTF-8");
  if (converter == reinterpret_cast<iconv_t>(kNoConversion)) {
    throw std::runtime_error("this system does not know GBK and GB18030");
  }
  converter_ = converter;
}

Encoder::~Encoder() {
  if (converter_ != nullptr) iconv_close(converter_);
}

std::optional<std::string> Encoder::Encode(std::string_view text) const {
  if (converter_ == nullptr) return std::string(text);
  auto [bytes, taken] = EncodeFront(converter_, text);
  if (taken < text.size()) return std::nullopt;
  return std::move(bytes);
}

std::string_view Encoder::FirstUnwritable(std::string_view text) const {
  if (converter_ == nullptr) return {};
  const std::size_t taken = EncodeFront(converter_, text).second;
  if (taken >= text.size()) return {};
  return text.substr(taken, CharacterSize(text[taken]));
}

}  // namespace qianmo::sheet
