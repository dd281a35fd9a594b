#include "identity/domain/code_text.h"

#include <cstdint>
#include <stdexcept>

#include "base/text.h"

namespace qianmo::identity {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kBitsPerCharacter = 5;
constexpr int kDataCharacters = 9;
constexpr int kCharacters = kDataCharacters + 1;

// Multiplication by 2 in the field of 32 elements.
constexpr unsigned Double(unsigned x) { return x & 0x10 ? (x << 1 ^ 0x25) & 0x1f : x << 1; }

// The weighted sum over the field. The weights are powers of 2, none zero and no two neighbours
// equal, so a single change and an exchange of neighbours both show.
unsigned Sum(std::string_view characters) {
  unsigned sum = 0;
  for (const char c : characters) sum = Double(sum ^ static_cast<unsigned>(kAlphabet.find(c)));
  return sum;
}

std::uint64_t BigEndian(std::string_view bytes, std::size_t count) {
  if (bytes.size() < count) throw std::invalid_argument("too few bytes for a code");
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return value;
}

std::string Canonical(std::string_view bytes) {
  std::uint64_t bits = BigEndian(bytes, kPrintedCodeBytes);
  std::string characters;
  for (int i = 0; i < kDataCharacters; ++i, bits >>= kBitsPerCharacter) {
    characters += kAlphabet[bits & 0x1f];
  }
  // Makes the sum of all ten zero.
  return characters + kAlphabet[Sum(characters)];
}

char Meant(char typed) {
  if (typed >= 'a' && typed <= 'z') typed = static_cast<char>(typed - 'a' + 'A');
  if (typed == 'O') return '0';
  if (typed == 'I' || typed == 'L') return '1';
  return typed;
}

}  // namespace

std::string PrintedCode(std::string_view bytes) {
  const std::string code = Canonical(bytes);
  return code.substr(0, 3) + "-" + code.substr(3, 3) + "-" + code.substr(6);
}

std::optional<std::string> ReadPrintedCode(std::string_view typed) {
  const auto normal = NormalizeHandle(typed);
  if (!normal) return std::nullopt;
  std::string code;
  for (const char c : *normal) {
    if (c == '-') continue;
    const char meant = Meant(c);
    if (kAlphabet.find(meant) == std::string_view::npos) return std::nullopt;
    code += meant;
  }
  if (code.size() != kCharacters || Sum(code) != 0) return std::nullopt;
  return code;
}

std::vector<std::string> RecoveryCodes(std::string_view bytes) {
  std::vector<std::string> codes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(PrintedCode(bytes.substr(i * kPrintedCodeBytes)));
  }
  return codes;
}

std::string SixDigits(std::string_view bytes) {
  const std::string digits = std::to_string(BigEndian(bytes, kSixDigitBytes) % 1'000'000);
  return std::string(6 - digits.size(), '0') + digits;
}

std::string LetterNumber(int county, long long number) {
  const std::string digits = std::to_string(number);
  const std::string padding(digits.size() < 6 ? 6 - digits.size() : 0, '0');
  return std::to_string(county) + "-" + padding + digits;
}

}  // namespace qianmo::identity
