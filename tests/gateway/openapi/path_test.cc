// Path templates in OpenAPI's words.
#include "gateway/openapi/path.h"

#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

std::string NoPattern(const std::string&) { return ""; }

TEST(OpenPath, NamesEveryPartThatVaries) {
  struct Case {
    const char* declared;
    const char* path;
  };
  for (const Case& one :
       std::vector<Case>{{"/v1/me", "/v1/me"},
                         {"/v1/sessions:signIn", "/v1/sessions:signIn"},
                         {"/v1/{parent=counties/*}/accounts", "/v1/counties/{county}/accounts"},
                         {"/v1/{name=counties/*/accounts/*}:disable",
                          "/v1/counties/{county}/accounts/{account}:disable"},
                         {"/v1/{preferences.name=counties/*/accounts/*/preferences}",
                          "/v1/counties/{county}/accounts/{account}/preferences"},
                         {"/v1/{id}", "/v1/{id}"},
                         {"/v1/{lot.id}/{bid.id}", "/v1/{id}/{id2}"},
                         {"/v1/{path=files/**}", "/v1/files/{path}"},
                         {"/v1/{name=*/*}", "/v1/{name}/{name2}"}}) {
    EXPECT_EQ(OpenPathOf(one.declared, NoPattern).path, one.path) << one.declared;
  }
}

TEST(OpenPath, TellsWhichFieldAPartGoesInto) {
  const OpenPath path =
      OpenPathOf("/v1/{name=counties/*/things/*}", [](const std::string& field) -> std::string {
        EXPECT_EQ(field, "name");
        return "counties/[1-9][0-9]{0,8}/things/[0-9a-f-]{36}";
      });
  ASSERT_EQ(path.parameters.size(), 2u);
  EXPECT_EQ(path.parameters[0].name, "county");
  EXPECT_EQ(path.parameters[0].field, "name");
  EXPECT_EQ(path.parameters[0].shape, "counties/*/things/*");
  EXPECT_EQ(path.parameters[0].pattern, "[1-9][0-9]{0,8}");
  EXPECT_EQ(path.parameters[1].pattern, "[0-9a-f-]{36}");
}

TEST(OpenPath, LeavesAPatternOutThatDoesNotFit) {
  for (const char* pattern : {"", ".*", "counties/a/other/b", "(counties/[0-9]+/){2}"}) {
    const OpenPath path = OpenPathOf("/v1/{name=counties/*/things/*}",
                                     [&](const std::string&) { return std::string(pattern); });
    EXPECT_EQ(path.parameters.at(0).pattern, "") << pattern;
  }
}

TEST(OpenPath, RefusesWhatIsNoTemplate) {
  EXPECT_THROW(OpenPathOf("/v1/{name", NoPattern), std::runtime_error);
}

}  // namespace
}  // namespace qianmo::gateway
