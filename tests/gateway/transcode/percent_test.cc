#include "gateway/transcode/percent.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qianmo::gateway {
namespace {

TEST(PercentDecode, FollowsTheRulesOfEachPlace) {
  const struct {
    const char* text;
    Decoding decoding;
    const char* decoded;
  } cases[] = {
      {"a%20b", Decoding::kSegment, "a b"},
      {"a+b", Decoding::kSegment, "a+b"},
      {"a+b", Decoding::kQuery, "a b"},
      {"a%2Bb", Decoding::kQuery, "a+b"},
      {"a%2Fb%2fc", Decoding::kSegment, "a/b/c"},
      {"a%2Fb%2fc", Decoding::kName, "a%2Fb%2fc"},
      {"%E6%9D%91", Decoding::kName, "村"},
      {"村", Decoding::kSegment, "村"},
      {"", Decoding::kName, ""},
      {"%3A", Decoding::kName, ":"},
  };
  for (const auto& one : cases) EXPECT_EQ(PercentDecode(one.text, one.decoding), one.decoded);
}

TEST(PercentDecode, RefusesBrokenEscapesNulAndWhatIsNotUtf8) {
  for (const char* text :
       {"%", "%4", "%4g", "a%", "%00", "%FF", "%C3", "%ED%A0%80", "\xFF", "%+1"}) {
    EXPECT_FALSE(PercentDecode(text, Decoding::kSegment)) << text;
  }
}

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("aZ09-._~ /'村"), "aZ09-._~%20%2F%27%E6%9D%91");
}

RC_GTEST_PROP(PercentDecode, UndoesEncoding, (const std::string& text)) {
  const auto decoded = PercentDecode(PercentEncode(text), Decoding::kQuery);
  if (decoded) RC_ASSERT(*decoded == text);
}

RC_GTEST_PROP(PercentDecode, SurvivesAnyBytes, (const std::string& bytes)) {
  PercentDecode(bytes, Decoding::kName);
  PercentDecode("%" + bytes, Decoding::kQuery);
}

}  // namespace
}  // namespace qianmo::gateway
