// JSON that is built up: what is printed is what was put in, in its order.
#include "gateway/openapi/json.h"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace qianmo::gateway {
namespace {

TEST(Json, PrintsEveryKindInOrder) {
  Json json;
  json.Set("z", 1).Set("a", true).Set("text", "x").Set("list", Json::Items{1, "two", Json()});
  json.At("deep").At("er").Set("n", std::int64_t{-5});
  json.Set("z", "replaced");
  EXPECT_EQ(json.Print(),
            R"({"z":"replaced","a":true,"text":"x","list":[1,"two",{}],"deep":{"er":{"n":-5}}})");
}

TEST(Json, EscapesWhatWouldEndAText) {
  const std::string text = std::string("\"\\\n\t\x01\0田", 9);
  Json json;
  json.Set(text, text);
  simdjson::dom::parser parser;
  const std::string printed = json.Print();
  const simdjson::dom::object parsed = parser.parse(printed);
  for (const auto& [key, value] : parsed) {
    EXPECT_EQ(key, text);
    EXPECT_EQ(std::string_view(value), text);
  }
}

TEST(Json, FindsAndMovesItems) {
  Json json;
  json.Set("a", 1);
  EXPECT_NE(json.Find("a"), nullptr);
  EXPECT_EQ(json.Find("b"), nullptr);
  Json from = Json::Items{1, 2};
  Json to = Json::Items{0};
  from.MoveItemsTo(&to);
  EXPECT_EQ(to.Print(), "[0,1,2]");
  EXPECT_TRUE(from.Empty());
  EXPECT_TRUE(Json().Empty());
  EXPECT_FALSE(json.Empty());
}

}  // namespace
}  // namespace qianmo::gateway
