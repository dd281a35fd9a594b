#include "base/encoding.h"

#include <array>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo {
namespace {

using std::string_literals::operator""s;

TEST(Encoding, MatchesTheVectorsOfTheRfc) {
  const struct {
    const char *bytes, *hex, *base32, *base64url;
  } cases[] = {{"", "", "", ""},
               {"f", "66", "MY", "Zg"},
               {"fo", "666f", "MZXQ", "Zm8"},
               {"foo", "666f6f", "MZXW6", "Zm9v"},
               {"foob", "666f6f62", "MZXW6YQ", "Zm9vYg"},
               {"fooba", "666f6f6261", "MZXW6YTB", "Zm9vYmE"},
               {"foobar", "666f6f626172", "MZXW6YTBOI", "Zm9vYmFy"}};
  for (const auto& c : cases) {
    EXPECT_EQ(ToHex(c.bytes), c.hex);
    EXPECT_EQ(ToBase32(c.bytes), c.base32);
    EXPECT_EQ(ToBase64Url(c.bytes), c.base64url);
    EXPECT_EQ(FromHex(c.hex), c.bytes);
    EXPECT_EQ(FromBase32(c.base32), c.bytes);
    EXPECT_EQ(FromBase64Url(c.base64url), c.bytes);
  }
}

TEST(Encoding, UsesTheUrlSafeLetters) {
  EXPECT_EQ(ToBase64Url("\xfb\xff"), "-_8");
  EXPECT_EQ(FromBase64Url("-_8"), "\xfb\xff");
}

TEST(Encoding, TakesArraysAsBytes) {
  const std::array<std::uint8_t, 3> digest = {0x00, 0xab, 0xff};
  EXPECT_EQ(ToHex(AsText(digest)), "00abff");
  EXPECT_EQ(FromHex("00abff"), "\x00\xab\xff"s);
}

TEST(FromHex, RefusesEveryOtherForm) {
  for (const char* text : {"0", "000", "0g", "AB", " 00", "00 ", "0x00", "00\n"}) {
    EXPECT_EQ(FromHex(text), std::nullopt) << text;
  }
}

TEST(FromBase64Url, RefusesPaddingForeignLettersAndLooseBits) {
  for (const char* text : {"A", "AAAAA", "Zg==", "Zm8=", "+/8", "Zg ", "Zh", "Zm9", "Z\n"}) {
    EXPECT_EQ(FromBase64Url(text), std::nullopt) << text;
  }
}

TEST(FromBase32, RefusesPaddingLowerCaseAndLooseBits) {
  for (const char* text : {"M", "MZX", "MZXW6Y", "MY======", "my", "M1", "MZ", "M8", "MZXW7"}) {
    EXPECT_EQ(FromBase32(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(Encoding, IsReadBackUnchanged, (const std::string& bytes)) {
  RC_ASSERT(FromHex(ToHex(bytes)) == bytes);
  RC_ASSERT(FromBase64Url(ToBase64Url(bytes)) == bytes);
  RC_ASSERT(FromBase32(ToBase32(bytes)) == bytes);
}

RC_GTEST_PROP(Encoding, OneByteStringHasOneText, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::elementOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef0123456789-_="s));
  const auto from_hex = FromHex(text);
  const auto from_base64 = FromBase64Url(text);
  const auto from_base32 = FromBase32(text);
  if (from_hex) RC_ASSERT(ToHex(*from_hex) == text);
  if (from_base64) RC_ASSERT(ToBase64Url(*from_base64) == text);
  if (from_base32) RC_ASSERT(ToBase32(*from_base32) == text);
}

}  // namespace
}  // namespace qianmo
