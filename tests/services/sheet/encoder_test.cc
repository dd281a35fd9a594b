// What an encoding can write, and that nothing else is ever written in its place.
#include "sheet/encoder.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::sheet {
namespace {

TEST(Encoder, WritesWhatTheEncodingHas) {
  struct Case {
    const char* text;
    Encoding encoding;
    std::optional<std::string> bytes;
    const char* unwritable;
  };
  for (const Case& one : {
           Case{"a1", Encoding::kGbk, "a1", ""},
           Case{"", Encoding::kGbk, "", ""},
           Case{"田地", Encoding::kGbk, "\xcc\xef\xb5\xd8", ""},
           Case{"田地", Encoding::kGb18030, "\xcc\xef\xb5\xd8", ""},
           Case{"田地", Encoding::kUtf8, "田地", ""},
           Case{"喆", Encoding::kGbk, "\x86\xb4", ""},
           Case{"㛃", Encoding::kGbk, std::nullopt, "㛃"},
           Case{"王\U00020000", Encoding::kGbk, std::nullopt, "\U00020000"},
           Case{"王\U00020000", Encoding::kGb18030, "\xcd\xf5\x95\x32\x82\x36", ""},
           Case{"₩", Encoding::kGbk, std::nullopt, "₩"},
           Case{"a\U0001f600b", Encoding::kGbk, std::nullopt, "\U0001f600"},
           Case{"\U0001f600", Encoding::kUtf8, "\U0001f600", ""},
       }) {
    const Encoder encoder(one.encoding);
    EXPECT_EQ(encoder.Encode(one.text), one.bytes) << one.text;
    EXPECT_EQ(encoder.FirstUnwritable(one.text), one.unwritable) << one.text;
  }
}

TEST(Encoder, WritesAEuroThatTheDecoderReads) {
  const auto bytes = Encoder(Encoding::kGbk).Encode("€");
  ASSERT_TRUE(bytes);
  EXPECT_EQ(Decoder(Encoding::kGbk).Decode(*bytes), "€");
}

TEST(Encoder, StartsAnewAfterWhatItCouldNotWrite) {
  const Encoder encoder(Encoding::kGbk);
  EXPECT_EQ(encoder.Encode("\U0001f600"), std::nullopt);
  EXPECT_EQ(encoder.Encode("田"), "\xcc\xef");
}

RC_GTEST_PROP(Encoder, IsReadAgainByTheDecoder, ()) {
  const auto text =
      *rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                        "a", "，", "田", "喆", "㛃", "€", "\U00020000", "\U0001f600", "ü", "·")),
                    [](const std::vector<std::string>& parts) {
                      std::string all;
                      for (const auto& part : parts) all += part;
                      return all;
                    });
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kGbk, Encoding::kGb18030}) {
    const auto bytes = Encoder(encoding).Encode(text);
    if (bytes) RC_ASSERT(Decoder(encoding).Decode(*bytes) == text);
    RC_ASSERT(bytes.has_value() == Encoder(encoding).FirstUnwritable(text).empty());
  }
}

}  // namespace
}  // namespace qianmo::sheet
