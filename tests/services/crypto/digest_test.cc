#include "crypto/digest.h"

#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/encoding.h"

namespace qianmo::crypto {
namespace {

std::string Hex(const Digest& digest) { return ToHex(AsText(digest)); }

TEST(Sha256, MatchesThePublishedVectors) {
  EXPECT_EQ(Hex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

RC_GTEST_PROP(Sha256Stream, GivesTheDigestOfTheWholeHoweverItIsCut,
              (const std::vector<std::string>& pieces)) {
  Sha256Stream stream;
  std::string whole;
  for (const std::string& piece : pieces) {
    stream.Add(piece);
    whole += piece;
  }
  RC_ASSERT(stream.Finish() == Sha256(whole));
}

TEST(Sha256Stream, CannotBeUsedAfterFinish) {
  Sha256Stream stream;
  stream.Finish();
  EXPECT_THROW(stream.Add("more"), std::logic_error);
  EXPECT_THROW(stream.Finish(), std::logic_error);
}

// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
TEST(HmacSha256, MatchesThePublishedVectors) {
  EXPECT_EQ(Hex(HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(Hex(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(Hex(HmacSha256(std::string(131, '\xaa'),
                           "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, TakesAnEmptyKeyAndAnEmptyMessage) {
  EXPECT_EQ(Hex(HmacSha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  EXPECT_EQ(HmacSha256({}, {}), HmacSha256("", ""));
}

// RFC 5869, case 3: no salt, no info.
TEST(HkdfSha256, MatchesThePublishedVector) {
  EXPECT_EQ(ToHex(HkdfSha256(std::string(22, '\x0b'), "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(HkdfSha256, GivesUnrelatedBytesForAnotherInfoOrKey) {
  const std::string bytes = HkdfSha256("key", "info", 32);
  EXPECT_NE(bytes, HkdfSha256("key", "infp", 32));
  EXPECT_NE(bytes, HkdfSha256("kez", "info", 32));
}

TEST(HkdfSha256, GivesAnyLengthUpTo255Blocks) {
  const std::string longest = HkdfSha256("key", "info", 255 * 32);
  EXPECT_EQ(longest.size(), 255u * 32);
  for (const std::size_t length : {0, 1, 31, 32, 33, 64}) {
    EXPECT_EQ(HkdfSha256("key", "info", length), longest.substr(0, length));
  }
  EXPECT_THROW(HkdfSha256("key", "info", 255 * 32 + 1), std::invalid_argument);
}

TEST(Equal, TellsBytesApartAtEveryPosition) {
  const Digest digest = Sha256("x");
  EXPECT_TRUE(Equal(digest, Sha256("x")));
  for (std::size_t i = 0; i < digest.size(); ++i) {
    Digest other = digest;
    other[i] ^= 1;
    EXPECT_FALSE(Equal(digest, other)) << i;
  }
}

TEST(Equal, TellsLengthsApart) {
  EXPECT_TRUE(Equal("", std::string_view()));
  EXPECT_TRUE(Equal("ab", "ab"));
  EXPECT_FALSE(Equal("ab", "abc"));
  EXPECT_FALSE(Equal("abc", "ab"));
}

}  // namespace
}  // namespace qianmo::crypto
