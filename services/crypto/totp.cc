#include "crypto/totp.h"

#include <array>
#include <limits>
#include <stdexcept>

#include <openssl/hmac.h>

#include "base/encoding.h"
#include "crypto/openssl.h"

namespace qianmo::crypto {
namespace {

bool IsUnreserved(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string PercentEncode(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const unsigned char c : text) {
    if (IsUnreserved(c)) {
      encoded += static_cast<char>(c);
    } else {
      encoded.append({'%', kDigits[c >> 4], kDigits[c & 15]});
    }
  }
  return encoded;
}

}  // namespace

std::int64_t TotpStep(Time time) {
  using Step = std::chrono::duration<std::int64_t, std::ratio<30>>;
  return std::chrono::floor<Step>(time).time_since_epoch().count();
}

std::uint32_t TotpCode(std::string_view secret, std::int64_t step) {
  if (secret.size() > std::numeric_limits<int>::max()) throw std::invalid_argument("TotpCode");
  std::array<unsigned char, 8> counter;
  for (int i = 0; i < 8; ++i) counter[i] = static_cast<unsigned char>(step >> (56 - 8 * i));
  std::array<unsigned char, 20> digest;
  Check(HMAC(EVP_sha1(), Bytes(secret), static_cast<int>(secret.size()), counter.data(),
             counter.size(), digest.data(), nullptr) != nullptr,
        "HMAC-SHA-1");
  const std::size_t offset = digest[19] & 15;
  const std::uint32_t number = (digest[offset] & 0x7fu) << 24 | digest[offset + 1] << 16 |
                               digest[offset + 2] << 8 | digest[offset + 3];
  return number % 1'000'000;
}

std::string TotpUri(std::string_view issuer, std::string_view account, std::string_view secret) {
  const std::string from = PercentEncode(issuer);
  return "otpauth://totp/" + from + ":" + PercentEncode(account) + "?secret=" + ToBase32(secret) +
         "&issuer=" + from + "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace qianmo::crypto
