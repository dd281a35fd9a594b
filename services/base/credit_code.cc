#include "base/credit_code.h"

#include "base/text.h"

namespace qianmo {
namespace {

// What looks like a digit is left out: I, O, S, V, Z.
constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t kWithoutCheck = 17;

// The weights are the powers of 3.
char CheckOf(std::string_view code) {
  const int modulus = static_cast<int>(kCharacters.size());
  int sum = 0;
  int weight = 1;
  for (const char c : code.substr(0, kWithoutCheck)) {
    sum += static_cast<int>(kCharacters.find(c)) * weight;
    weight = weight * 3 % modulus;
  }
  return kCharacters[(modulus - sum % modulus) % modulus];
}

}  // namespace

std::optional<std::string> ReadCreditCode(std::string_view typed) {
  const auto normal = NormalizeHandle(typed);
  if (!normal || normal->size() != kWithoutCheck + 1) return std::nullopt;
  std::string code = *normal;
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (kCharacters.find(c) == kCharacters.npos) return std::nullopt;
  }
  if (CheckOf(code) != code.back()) return std::nullopt;
  return code;
}

}  // namespace qianmo
