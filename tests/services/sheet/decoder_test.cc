// Text in its two encodings, exactly or not at all.
#include "sheet/decoder.h"

#include <gtest/gtest.h>

namespace qianmo::sheet {
namespace {

TEST(Decoder, ReadsWhatIsOfItsEncodingAndNothingElse) {
  struct Case {
    const char* what;
    Encoding encoding;
    std::string bytes;
    std::optional<std::string> text;
  };
  for (const Case& one :
       {Case{"ASCII", Encoding::kGb18030, "a,1", "a,1"},
        Case{"two bytes", Encoding::kGb18030, "\xcc\xef\xb5\xd8", "田地"},
        Case{"four bytes", Encoding::kGb18030, "\x82\x31\x84\x35", std::string("\xe3\xa6\xb7")},
        Case{"beyond the first plane", Encoding::kGb18030, "\x95\x32\x82\x36",
             std::string("\xf0\xa0\x80\x80")},
        Case{"half of a character", Encoding::kGb18030, "\xcc", std::nullopt},
        Case{"no character", Encoding::kGb18030, "\xff\xff", std::nullopt},
        Case{"UTF-8", Encoding::kUtf8, "田地", "田地"},
        Case{"GB18030 as UTF-8", Encoding::kUtf8, "\xcc\xef\xb5\xd8", std::nullopt},
        Case{"overlong", Encoding::kUtf8, "\xc0\xaf", std::nullopt}}) {
    EXPECT_EQ(Decoder(one.encoding).Decode(one.bytes), one.text) << one.what;
  }
}

TEST(Decoder, GoesOnAfterWhatItRefused) {
  const Decoder decoder(Encoding::kGb18030);
  EXPECT_FALSE(decoder.Decode("\xcc"));
  EXPECT_EQ(decoder.Decode("\xcc\xef"), "田");
}

}  // namespace
}  // namespace qianmo::sheet
