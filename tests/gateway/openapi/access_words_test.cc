// Access rules in words.
#include "gateway/openapi/access_words.h"

#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

TEST(AccessInWords, NamesRolesInBothLanguages) {
  const Comments& comments = Comments::BuiltIn();
  EXPECT_EQ(RoleInWords(rpc::v1::ROLE_VILLAGE_CLERK, comments), "village clerk (村报账员)");
  EXPECT_EQ(RoleInWords(rpc::v1::ROLE_BOARD_CHAIR, comments),
            "board chair (理事长) with a second factor");
  EXPECT_EQ(RoleInWords(rpc::v1::ROLE_SERVICE, comments), "service");
}

TEST(AccessInWords, SaysWhoAndForWhat) {
  rpc::v1::Access access;
  access.add_grants()->set_scope(rpc::v1::SCOPE_OWN_ACCOUNT);
  auto* grant = access.add_grants();
  grant->add_roles(rpc::v1::ROLE_VILLAGE_CLERK);
  grant->add_roles(rpc::v1::ROLE_BIDDER);
  grant->set_scope(rpc::v1::SCOPE_OWN_ORGANISATION);
  EXPECT_EQ(
      AccessInWords(access, Comments::BuiltIn()),
      "- whoever is signed in: the caller's own account\n"
      "- village clerk (村报账员), bidder (意向受让方): the organisation of the caller's role, "
      "and those below it");
  EXPECT_EQ(AccessAsJson(access).Print(),
            R"([{"scope":"SCOPE_OWN_ACCOUNT"},{"roles":["ROLE_VILLAGE_CLERK","ROLE_BIDDER"],)"
            R"("scope":"SCOPE_OWN_ORGANISATION"}])");
}

TEST(AccessInWords, SaysThatAnyoneMay) {
  rpc::v1::Access access;
  access.add_grants()->set_scope(rpc::v1::SCOPE_PUBLIC);
  EXPECT_EQ(AccessInWords(access, Comments::BuiltIn()), "- anyone, without signing in");
}

}  // namespace
}  // namespace qianmo::gateway
