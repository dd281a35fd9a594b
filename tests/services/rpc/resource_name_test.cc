#include "rpc/resource_name.h"

#include <gtest/gtest.h>

namespace qianmo::rpc {
namespace {

constexpr char kPattern[] = "counties/*/accounts/*";
constexpr char kUuid[] = "01920000-1234-7abc-8def-0123456789ab";

TEST(ResourceName, TakesANameApart) {
  const auto name = ResourceName::Parse(kPattern, "counties/7/accounts/0192", "name");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->county, CountyId{7});
  EXPECT_EQ(name->ids, std::vector<std::string>{"0192"});
}

TEST(ResourceName, TakesAnyNumberOfIds) {
  const auto none = ResourceName::Parse("counties/*", "counties/7", "parent");
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->ids.empty());
  const auto two = ResourceName::Parse("counties/*/lots/*/bids/*", "counties/7/lots/a/bids/b", "x");
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(two->ids, (std::vector<std::string>{"a", "b"}));
}

TEST(ResourceName, TakesEveryCountyNumberInItsOneForm) {
  const struct {
    const char* text;
    std::int32_t number;  // 0 for a text that is none
  } cases[] = {{"1", 1},          {"7", 7},     {"70", 70}, {"2147483647", 2147483647},
               {"2147483648", 0}, {"0", 0},     {"07", 0},  {"-7", 0},
               {"+7", 0},         {" 7", 0},    {"7 ", 0},  {"7a", 0},
               {"0x7", 0},        {"seven", 0}, {"-", 0},   {"７", 0},
               {"*", 0},          {"", 0},      {"7.0", 0}, {"99999999999999999999", 0}};
  for (const auto& c : cases) {
    const auto name = ResourceName::Parse("counties/*", std::string("counties/") + c.text, "x");
    EXPECT_EQ(name.ok() ? name->county.number : 0, c.number) << c.text;
  }
}

TEST(ResourceName, RefusesEveryOtherShapeAndSaysTheRightOne) {
  for (const char* text :
       {"", "/", "counties", "counties/7", "counties/7/accounts", "counties/7/accounts/",
        "counties//accounts/a", "/counties/7/accounts/a", "counties/7/accounts/a/",
        "counties/7/accounts/a/b", "counties/7//accounts/a", "counties/7/account/a",
        "Counties/7/accounts/a", "countries/7/accounts/a", "counties/a/accounts/7",
        "counties/7/sessions/a"}) {
    const auto name = ResourceName::Parse(kPattern, text, "account");
    ASSERT_FALSE(name.ok()) << text;
    EXPECT_EQ(name.refusal().kind, Refusal::Kind::kInvalid);
    EXPECT_EQ(name.refusal().reason, "INVALID_FIELD");
    ASSERT_EQ(name.refusal().fields.size(), 1u);
    EXPECT_EQ(name.refusal().fields[0].path, "account");
    EXPECT_EQ(name.refusal().fields[0].description, "must be like counties/*/accounts/*");
  }
}

TEST(ParseNamedId, GivesTheCountyAndTheId) {
  const std::string text = std::string("counties/7/accounts/") + kUuid;
  const auto named = ParseNamedId<struct Account>(kPattern, text, "name");
  ASSERT_TRUE(named.ok());
  EXPECT_EQ(named->county, CountyId{7});
  EXPECT_EQ(named->id.ToString(), kUuid);
}

TEST(ParseNamedId, RefusesWhatDoesNotEndInAnId) {
  const std::string good = std::string("counties/7/accounts/") + kUuid;
  for (const std::string& text :
       {std::string("counties/7/accounts/7"), good + "0", good.substr(0, good.size() - 1)}) {
    const auto named = ParseNamedId<struct Account>(kPattern, text, "name");
    ASSERT_FALSE(named.ok()) << text;
    ASSERT_EQ(named.refusal().fields.size(), 1u);
    EXPECT_EQ(named.refusal().fields[0].path, "name");
    EXPECT_EQ(named.refusal().fields[0].description, "does not end in an id");
  }
  const auto other = ParseNamedId<struct Account>("counties/*/sessions/*", good, "name");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.refusal().fields[0].description, "must be like counties/*/sessions/*");
}

TEST(CountyName, IsWhatParseTakes) {
  EXPECT_EQ(CountyName(CountyId{7}), "counties/7");
  for (const std::int32_t number : {1, 7, 350000, 2147483647}) {
    const auto back = ResourceName::Parse("counties/*", CountyName(CountyId{number}), "parent");
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back->county.number, number);
  }
}

}  // namespace
}  // namespace qianmo::rpc
