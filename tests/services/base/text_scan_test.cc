// Plain text in its two encodings, wherever it is cut.
#include "base/text_scan.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace qianmo {
namespace {

constexpr char kFieldsInGbk[] = "\xcc\xef\xb5\xd8";  // 田地

TextScan Scan(const std::string& text) {
  TextScan scan;
  scan.Add(text);
  return scan;
}

TEST(TextScan, TellsTheEncoding) {
  struct Case {
    const char* what;
    std::string text;
    bool utf8, gb18030;
  };
  for (const Case& one :
       std::vector<Case>{{"ASCII", "a\tb\r\n", true, true},
                         {"Chinese in UTF-8, also readable as GBK", "田a", true, true},
                         {"Chinese in UTF-8", "田", true, false},
                         {"Chinese in GBK", kFieldsInGbk, false, true},
                         {"four bytes of GB18030", "\x81\x30\x81\x30", false, true},
                         {"four bytes with a bad third", "\x81\x30\x80\x30", false, false},
                         {"four bytes with a bad fourth", "\x81\x30\x81\x3a", false, false},
                         {"the lowest trail", "\x81\x40", false, true},
                         {"below the lowest trail", "\x81\x3a", false, false},
                         {"the highest trail", "\xfe\xfe", false, true},
                         {"above the highest trail", "\xfe\xff", false, false},
                         {"a lone lead", "a\xcc", false, false},
                         {"0x80 alone", "\x80", false, false},
                         {"0xff", "\xff\x41", false, false},
                         {"a NUL", std::string("a\0", 2), false, false},
                         {"an escape", "\x1b[0m", false, false},
                         {"a cut character of UTF-8", "\xe7\x94", false, true},
                         {"an overlong form", "\xc0\xaf", false, true},
                         {"an overlong form of three", "\xe0\x9f\x80", false, false},
                         {"a surrogate", "\xed\xa0\x80", false, false},
                         {"above U+10FFFF", "\xf4\x90\x80\x80", false, false}}) {
    EXPECT_EQ(Scan(one.text).IsUtf8(), one.utf8) << one.what;
    EXPECT_EQ(Scan(one.text).IsGb18030(), one.gb18030) << one.what;
  }
}

RC_GTEST_PROP(TextScan, AgreesWithTheStrictReaderOfUtf8, (const std::string& text)) {
  bool controls = false;
  for (const unsigned char c : text) {
    controls =
        controls || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7f;
  }
  RC_ASSERT(Scan(text).IsUtf8() == (IsUtf8(text) && !controls));
}

RC_GTEST_PROP(TextScan, DoesNotMindWhereTheTextIsCut, (const std::vector<std::string>& parts)) {
  std::string whole;
  TextScan cut;
  for (const std::string& part : parts) {
    cut.Add(part);
    whole += part;
  }
  RC_ASSERT(cut.IsUtf8() == Scan(whole).IsUtf8());
  RC_ASSERT(cut.IsGb18030() == Scan(whole).IsGb18030());
}

}  // namespace
}  // namespace qianmo
