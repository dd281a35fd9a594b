#include "base/encoding.h"

namespace qianmo {
namespace {

// All three cut the bytes into groups of bits and write each as one character of an alphabet.
struct Alphabet {
  int bits;
  std::string_view letters;
};
constexpr Alphabet kHex{4, "0123456789abcdef"};
constexpr Alphabet kBase32{5, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"};
constexpr Alphabet kBase64Url{6,
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};

std::string Encode(const Alphabet& alphabet, std::string_view bytes) {
  const std::uint32_t mask = (1u << alphabet.bits) - 1;
  std::string text;
  text.reserve((bytes.size() * 8 + alphabet.bits - 1) / alphabet.bits);
  std::uint32_t pending = 0;
  int held = 0;
  for (const char byte : bytes) {
    pending = pending << 8 | static_cast<std::uint8_t>(byte);
    for (held += 8; held >= alphabet.bits;) {
      held -= alphabet.bits;
      text += alphabet.letters[pending >> held & mask];
    }
  }
  if (held > 0) text += alphabet.letters[pending << (alphabet.bits - held) & mask];
  return text;
}

// Leftover bits must be fewer than a character's and zero, else two texts would mean the same.
std::optional<std::string> Decode(const Alphabet& alphabet, std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() * alphabet.bits / 8);
  std::uint32_t pending = 0;
  int held = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.letters.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    pending = pending << alphabet.bits | static_cast<std::uint32_t>(value);
    held += alphabet.bits;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(pending >> held);
    pending &= (1u << held) - 1;
  }
  if (held >= alphabet.bits || pending != 0) return std::nullopt;
  return bytes;
}

}  // namespace

std::string ToHex(std::string_view bytes) { return Encode(kHex, bytes); }
std::optional<std::string> FromHex(std::string_view text) { return Decode(kHex, text); }

std::string ToBase64Url(std::string_view bytes) { return Encode(kBase64Url, bytes); }
std::optional<std::string> FromBase64Url(std::string_view text) { return Decode(kBase64Url, text); }

std::string ToBase32(std::string_view bytes) { return Encode(kBase32, bytes); }
std::optional<std::string> FromBase32(std::string_view text) { return Decode(kBase32, text); }

}  // namespace qianmo
