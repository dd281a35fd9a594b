#include "crypto/totp.h"

#include <gtest/gtest.h>

namespace qianmo::crypto {
namespace {

constexpr std::string_view kSecret = "12345678901234567890";

Time At(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

// RFC 6238, appendix B, the SHA-1 rows cut to six digits.
TEST(TotpCode, MatchesThePublishedVectors) {
  const std::pair<std::int64_t, std::uint32_t> vectors[] = {
      {59, 287082},       {1111111109, 81804},  {1111111111, 50471},
      {1234567890, 5924}, {2000000000, 279037}, {20000000000, 353130}};
  for (const auto& [seconds, code] : vectors) {
    EXPECT_EQ(TotpCode(kSecret, TotpStep(At(seconds))), code) << seconds;
  }
}

// RFC 4226, appendix D.
TEST(TotpCode, MatchesTheCounterVectors) {
  const std::uint32_t codes[] = {755224, 287082, 359152, 969429, 338314,
                                 254676, 287922, 162583, 399871, 520489};
  for (std::int64_t step = 0; step < 10; ++step) EXPECT_EQ(TotpCode(kSecret, step), codes[step]);
}

TEST(TotpStep, ChangesEveryThirtySeconds) {
  EXPECT_EQ(TotpStep(At(0)), 0);
  EXPECT_EQ(TotpStep(At(30) - Duration(1)), 0);
  EXPECT_EQ(TotpStep(At(30)), 1);
  EXPECT_EQ(TotpStep(At(0) - Duration(1)), -1);
  EXPECT_EQ(TotpStep(At(-30)), -1);
}

TEST(TotpUri, EncodesAChineseIssuerAndAnAccountWithSpecialLetters) {
  EXPECT_EQ(TotpUri("阡陌", "li si@7:a&b", kSecret),
            "otpauth://totp/%E9%98%A1%E9%99%8C:li%20si%407%3Aa%26b"
            "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E9%98%A1%E9%99%8C"
            "&algorithm=SHA1&digits=6&period=30");
}

TEST(TotpUri, LeavesUnreservedLettersAlone) {
  EXPECT_EQ(
      TotpUri("Az09-._~", "x", "f"),
      "otpauth://totp/Az09-._~:x?secret=MY&issuer=Az09-._~&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace qianmo::crypto
