#include "pg/json.h"

#include <string>

#include <gtest/gtest.h>

namespace qianmo::pg {
namespace {

TEST(ParseJson, ReadsWhatPostgresWrites) {
  const auto json = ParseJson(
      " [{\"n\":9223372036854775807, \"t\" : \"a\\n\\u4e00\\ud83d\\ude00\","
      " \n \"b\":true,\"x\":null,\"e\":{}}, [], -1.5e3]");
  ASSERT_TRUE(json);
  ASSERT_EQ(json->items.size(), 3u);
  const auto& members = json->items[0].members;
  ASSERT_EQ(members.size(), 5u);
  EXPECT_EQ(members[0].first, "n");
  EXPECT_EQ(members[0].second.text, "9223372036854775807");
  EXPECT_EQ(members[1].second.text, "a\n一😀");
  EXPECT_EQ(members[2].second.kind, Json::Kind::kBool);
  EXPECT_EQ(members[3].second.kind, Json::Kind::kNull);
  EXPECT_EQ(members[4].second.kind, Json::Kind::kObject);
  EXPECT_EQ(json->items[1].kind, Json::Kind::kArray);
  EXPECT_EQ(json->items[2].text, "-1.5e3");
}

TEST(ParseJson, RefusesWhatIsNotOneValue) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[",
                           "[1",
                           "[1,]",
                           "[,1]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "{\"a\":1,}",
                           "\"a",
                           "\"\\q\"",
                           "\"\\u12\"",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\\ud800\\u0041\"",
                           "nul",
                           "tru",
                           "x",
                           "1 2",
                           "[1]]"}) {
    EXPECT_FALSE(ParseJson(text)) << text;
  }
}

TEST(ParseJson, StopsAtThirtyTwoLevels) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(ParseJson(nested(33)));
  EXPECT_FALSE(ParseJson(nested(34)));
  EXPECT_FALSE(ParseJson(std::string(1'000'000, '[')));
}

}  // namespace
}  // namespace qianmo::pg
