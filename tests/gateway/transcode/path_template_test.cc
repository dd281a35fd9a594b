#include "gateway/transcode/path_template.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

using Kind = PathTemplate::Kind;

std::string Shape(const PathTemplate& made) {
  std::string text;
  for (const auto& segment : made.segments) {
    text += segment.kind == Kind::kAny    ? "/*"
            : segment.kind == Kind::kRest ? "/**"
                                          : "/" + segment.text;
  }
  return made.verb.empty() ? text : text + ":" + made.verb;
}

TEST(PathTemplate, TakesEveryFormOfTheGrammar) {
  const struct {
    const char* text;
    const char* shape;
    const char* variable;  // the first one's field
    std::size_t first;
    std::size_t count;
  } cases[] = {
      {"/v1/me", "/v1/me", "", 0, 0},
      {"/v1/me:changePassword", "/v1/me:changePassword", "", 0, 0},
      {"/v1/*/x", "/v1/*/x", "", 0, 0},
      {"/v1/{name}", "/v1/*", "name", 1, 1},
      {"/v1/{name=counties/*/accounts/*}", "/v1/counties/*/accounts/*", "name", 1, 4},
      {"/v1/{name=counties/*}/x:go", "/v1/counties/*/x:go", "name", 1, 2},
      {"/v1/{thing.name=a/*}/{b}", "/v1/a/*/*", "thing.name", 1, 2},
      {"/v1/{name=files/**}:read", "/v1/files/**:read", "name", 1, 2},
      {"/v1/**", "/v1/**", "", 0, 0},
  };
  for (const auto& one : cases) {
    const PathTemplate made = PathTemplate::Parse(one.text);
    EXPECT_EQ(Shape(made), one.shape);
    if (*one.variable == '\0') {
      EXPECT_TRUE(made.variables.empty()) << one.text;
      continue;
    }
    ASSERT_FALSE(made.variables.empty()) << one.text;
    EXPECT_EQ(made.variables[0].field, one.variable);
    EXPECT_EQ(made.variables[0].first, one.first);
    EXPECT_EQ(made.variables[0].count, one.count);
  }
  EXPECT_TRUE(PathTemplate::Parse("/a/{b=**}").variables[0].open_ended);
  EXPECT_FALSE(PathTemplate::Parse("/a/{b=*}").variables[0].open_ended);
}

TEST(PathTemplate, RefusesWhatIsNone) {
  for (const char* text :
       {"", "v1", "/", "/v1/", "/v1//x", "/v1/{", "/v1/{}", "/v1/{a", "/v1/{a=}", "/v1/{a=b/{c}}",
        "/v1/**/x", "/v1/{a=**}/b", "/v1:", "/v1:a:b", "/v1/a b", "/v1/***", "/v1/a*", "/v1/%41"}) {
    EXPECT_THROW(PathTemplate::Parse(text), std::invalid_argument) << text;
  }
}

TEST(PathTemplate, KnowsWhichPairsOnlyLuckCouldDecide) {
  const struct {
    const char* a;
    const char* b;
    bool ambiguous;
  } cases[] = {
      {"/a/b", "/a/b", true},      {"/a/*", "/a/{x}", true},   {"/a/b", "/a/c", false},
      {"/a/b", "/a/*", false},     {"/a/*/c", "/a/b/*", true}, {"/a/*/c", "/a/b/c", false},
      {"/a/*/c", "/a/b/d", false}, {"/a/*", "/a/*/c", false},  {"/a/*:x", "/a/*:y", false},
      {"/a/*:x", "/a/*", false},   {"/a/**", "/a/**", true},   {"/a/**", "/a/*", false},
      {"/a/**", "/a/b/c", false},  {"/a/**", "/**", false},    {"/a/**", "/*/b", true},
      {"/a/**", "/a", false},      {"/*/**", "/a", false},     {"/a/b/**", "/a/*", true},
      {"/b/**", "/a/**", false},
  };
  for (const auto& one : cases) {
    const auto a = PathTemplate::Parse(one.a);
    const auto b = PathTemplate::Parse(one.b);
    EXPECT_EQ(PathTemplate::AreAmbiguous(a, b), one.ambiguous) << one.a << " " << one.b;
    EXPECT_EQ(PathTemplate::AreAmbiguous(b, a), one.ambiguous) << one.b << " " << one.a;
  }
}

}  // namespace
}  // namespace qianmo::gateway
