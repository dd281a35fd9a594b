#include "identity/domain/password_policy.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

// In lower case, and none shorter than the shortest password.
constexpr std::string_view kCommon[] = {
    "00000000",    "11111111",      "11223344",   "112233445566", "12341234",   "12344321",
    "123123123",   "12345678",      "123456789",  "1234567890",   "12345678a",  "123456abc",
    "123456qq",    "123698745",     "123qweasd",  "147258369",    "147852369",  "1q2w3e4r",
    "1q2w3e4r5t",  "1qaz2wsx",      "1qaz@wsx",   "31415926",     "5201314520", "52013141314",
    "66666666",    "741852963",     "77777777",   "87654321",     "88888888",   "963852741",
    "987654321",   "9876543210",    "99999999",   "a1234567",     "a12345678",  "a123456789",
    "aa123456",    "aa123456789",   "abc12345",   "abc123456",    "abcd1234",   "admin123",
    "admin123456", "administrator", "asdfghjkl",  "baseball",     "dearbook",   "football",
    "iloveyou",    "letmein123",    "nihao123",   "p@ssw0rd",     "passw0rd",   "password",
    "password1",   "password123",   "princess",   "q1w2e3r4",     "qazwsxedc",  "qianmo123",
    "qq123456",    "qq123456789",   "qwer1234",   "qwerasdf",     "qwertyui",   "qwertyuiop",
    "sunshine",    "superman",      "taobao123",  "test1234",     "trustno1",   "w123456789",
    "wang1234",    "welcome1",      "woaini123",  "woaini1314",   "woaini520",  "woaiwojia",
    "wojiushiwo",  "xiazhili",      "z123456789", "zaq12wsx",     "zhang123",   "zxcvbnm123",
};

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Whether each digit follows from the one before by the same step of one, past 9 and 0 as well.
bool IsRun(std::string_view digits) {
  const auto step = [&](std::size_t i) { return (digits[i] - digits[i - 1] + 10) % 10; };
  if (step(1) != 1 && step(1) != 9) return false;
  for (std::size_t i = 2; i < digits.size(); ++i) {
    if (step(i) != step(1)) return false;
  }
  return true;
}

bool Repeats(std::string_view digits) {
  for (std::size_t period = 1; period <= digits.size() / 2; ++period) {
    if (digits.substr(period) == digits.substr(0, digits.size() - period)) return true;
  }
  return false;
}

}  // namespace

Result<Done> CheckPassword(std::string_view field, std::string_view password,
                           std::string_view handle) {
  const auto length = CountCodePoints(password);
  if (length < kMinPasswordLength || length > kMaxPasswordLength) {
    return refusals::PasswordLength(field, kMinPasswordLength, kMaxPasswordLength);
  }
  const std::string lower = LowerAscii(password);
  if (lower == handle) return refusals::PasswordIsHandle(field);
  if (std::ranges::find(kCommon, lower) != std::end(kCommon))
    return refusals::PasswordCommon(field);
  return Done{};
}

Result<Done> CheckPin(std::string_view field, std::string_view pin) {
  const bool all_digits = std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
  if (pin.size() != kPinLength || !all_digits) return refusals::PinMalformed(field);
  if (IsRun(pin) || Repeats(pin)) return refusals::PinGuessable(field);
  return Done{};
}

}  // namespace qianmo::identity
