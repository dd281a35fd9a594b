#include "print/printable.h"

#include <gtest/gtest.h>

namespace qianmo::print {
namespace {

struct Case {
  std::string typed;
  std::string printed;
};

TEST(Printable, KeepsOnlyWhatCanBeSeen) {
  const Case cases[] = {
      {"", ""},
      {"张三，您好。", "张三，您好。"},
      {"一\r\n二\r三\n四\f五\v六", "一\n二\n三\n四\n五\n六"},
      {"一\xe2\x80\xa8二\xe2\x80\xa9三\xc2\x85四", "一\n二\n三\n四"},
      {"a\tb\xc2\xa0"
       "c",
       "a b c"},
      {"　　缩进", "　　缩进"},
      {std::string("a\0b\x01\x1b[31mc\x7f", 10), "ab[31mc"},
      {"\xe2\x80\xae"
       "gpj.exe\xe2\x80\xac",
       "gpj.exe"},  // right-to-left override
      {"零\xe2\x80\x8b宽\xef\xbb\xbf", "零宽"},
      {"<b>&amp;</b>", "<b>&amp;</b>"},
      {"שלום", "שלום"},
  };
  for (const Case& c : cases) EXPECT_EQ(Printable(c.typed).value(), c.printed) << c.typed;
}

TEST(Printable, RefusesWhatIsNoUtf8) {
  for (const std::string text : {"\xff", "\xc3", "\xed\xa0\x80", "好\x80"}) {
    const auto printed = Printable(text);
    ASSERT_FALSE(printed) << text;
    EXPECT_EQ(printed.refusal().reason, "INVALID_UTF8");
  }
}

TEST(PrintableLine, HasNoLineEnds) { EXPECT_EQ(PrintableLine("一\r\n二\n三").value(), "一 二 三"); }

TEST(NameOfCharacter, IsCodeAndGlyph) {
  EXPECT_EQ(NameOfCharacter(U'😀'), "U+1F600 😀");
  EXPECT_EQ(NameOfCharacter(U'A'), "U+0041 A");
}

}  // namespace
}  // namespace qianmo::print
