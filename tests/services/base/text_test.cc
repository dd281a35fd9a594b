#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo {
namespace {

using std::string_literals::operator""s;

TEST(IsUtf8, AcceptsBothEndsOfEachLength) {
  for (const std::string& text :
       {""s, "\0"s, "\x7f"s, "\xc2\x80"s, "\xdf\xbf"s, "\xe0\xa0\x80"s, "\xed\x9f\xbf"s,
        "\xee\x80\x80"s, "\xef\xbf\xbf"s, "\xf0\x90\x80\x80"s, "\xf4\x8f\xbf\xbf"s, "张三a"s}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
}

TEST(IsUtf8, RefusesOverlongSurrogatesCutsAndWhatIsTooHigh) {
  for (const std::string& text :
       {"\x80"s, "\xbf"s, "\xc0\x80"s, "\xc1\xbf"s, "\xe0\x80\x80"s, "\xe0\x9f\xbf"s,
        "\xed\xa0\x80"s, "\xed\xbf\xbf"s, "\xf0\x8f\xbf\xbf"s, "\xf4\x90\x80\x80"s,
        "\xf5\x80\x80\x80"s, "\xff"s, "\xc2"s, "\xe5\xbc"s, "\xf0\x90\x80"s, "\xc2\x41"s,
        "张\xe4\xb8"s, "\xe5\xbc\xa0\xa0"s}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(CountCodePoints, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("张三a"), 3u);
  EXPECT_EQ(CountCodePoints("𠮷"), 1u);
}

TEST(NormalizeName, KeepsOneFormOfEachName) {
  const struct {
    std::string typed;
    const char* name;
  } cases[] = {{"张三", "张三"},
               {"", ""},
               {" \t ", ""},
               {"  张三 ", "张三"},
               {"　张　　三\r\n", "张 三"},
               {"ＡＢＣ　１２３（甲）～！", "ABC 123(甲)~!"},
               {"John\u00a0\u2003 Smith", "John Smith"},
               {"张\0\x1b\x7f三"s, "张三"},
               {"张\u200b\u202e\ufeff三", "张三"},
               {"张 \u200b 三", "张 三"},
               {"买买提·艾力", "买买提·艾力"},
               {"𠮷野", "𠮷野"},
               {"￥＿", "￥_"}};
  for (const auto& c : cases) EXPECT_EQ(NormalizeName(c.typed).value(), c.name) << c.typed;
}

TEST(NormalizeName, RefusesBrokenUtf8) {
  EXPECT_EQ(NormalizeName("张\xe4\xb8").refusal().reason, "INVALID_UTF8");
  EXPECT_EQ(NormalizeHandle("\xff").refusal().reason, "INVALID_UTF8");
}

TEST(NormalizeHandle, IgnoresCaseAndBlanks) {
  EXPECT_EQ(NormalizeHandle(" Ｗang.Clerk ").value(), "wang.clerk");
  EXPECT_EQ(NormalizeHandle("138 1234 1234").value(), "13812341234");
  EXPECT_EQ(NormalizeHandle("王Ｚ").value(), "王z");
}

RC_GTEST_PROP(NormalizeName, ChangesNothingTheSecondTime, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element("张"s, "Ａ"s, "a"s, " "s, "　"s, "\t"s, "\x01"s, "\u200b"s, "𠮷"s, "·"s));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  const std::string once = NormalizeName(text).value();
  RC_ASSERT(IsUtf8(once));
  RC_ASSERT(NormalizeName(once).value() == once);
  const std::string handle = NormalizeHandle(text).value();
  RC_ASSERT(NormalizeHandle(handle).value() == handle);
}

TEST(Mask, LeavesOnlyWhatMayBeSeen) {
  EXPECT_EQ(MaskName("张三"), "张*");
  EXPECT_EQ(MaskName("欧阳修"), "欧**");
  EXPECT_EQ(MaskName("𠮷野"), "𠮷*");
  EXPECT_EQ(MaskPhone("13812341234"), "138****1234");
  EXPECT_EQ(MaskPhone("+8613812341234"), "+86*******1234");
  EXPECT_EQ(MaskPhone("87654321"), "****4321");
  EXPECT_EQ(MaskIdNumber("11010519491231002X"), "110*************2X");
  EXPECT_EQ(MaskIdNumber("110105491231002"), "110**********02");
  EXPECT_EQ(MaskAccount("6222020200012345678"), "***************5678");
}

TEST(Mask, HidesShortAndBrokenTextAltogether) {
  EXPECT_EQ(MaskName(""), "");
  EXPECT_EQ(MaskName("张"), "*");
  EXPECT_EQ(MaskName("张\xe4"), "***");
  EXPECT_EQ(MaskPhone("7654321"), "*******");
  EXPECT_EQ(MaskIdNumber("11010549123100"), "**************");
  EXPECT_EQ(MaskAccount("1234567"), "*******");
  EXPECT_EQ(MaskAccount("6222\xff"), "***");
}

}  // namespace
}  // namespace qianmo
