#include <future>

#include <gtest/gtest.h>

#include "identity/callers.h"
#include "identity/roles_service.h"
#include "rpc/policy.h"
#include "services/identity/office.h"

namespace qianmo::identity {
namespace {

class Roles : public testing::Test {
 protected:
  v1::GrantRoleRequest Wanted(const Member& account, rpc::v1::Role role, const std::string& where) {
    v1::GrantRoleRequest request;
    request.set_parent(account.name);
    request.set_request_id(NewRequestId());
    request.set_role(role);
    request.set_org_path(where);
    return request;
  }
  Answer<v1::RoleGrant> Grant(const Member& granter, const Member& account, rpc::v1::Role role,
                              const std::string& where) {
    return office_.Ask(granter.caller, &Stub::GrantRole, Wanted(account, role, where));
  }
  Answer<v1::RoleGrant> Revoke(const Member& revoker, const std::string& grant) {
    return office_.Ask(revoker.caller, &Stub::RevokeRole, Named<v1::RevokeRoleRequest>(grant));
  }
  std::string Held() {
    return office_.Query("SELECT count(*) FROM identity.role_grant WHERE revoke_time IS NULL");
  }

  Office office_;
};

TEST_F(Roles, AreGivenAndTakenBackAndChangeTheAccountsEtag) {
  const Member officer = office_.Officer(kTownship);
  const auto etag = [&] {
    return office_.Query("SELECT version FROM identity.account WHERE id = '" +
                         officer.caller.account_id() + "'");
  };
  const std::string before = etag();
  const auto given = Grant(office_.founder(), officer, rpc::v1::ROLE_TOWNSHIP_AGENT, kTownship);
  ASSERT_TRUE(given.ok()) << given.reason();
  EXPECT_EQ(given.reply.role(), rpc::v1::ROLE_TOWNSHIP_AGENT);
  EXPECT_EQ(given.reply.org_path(), kTownship);
  EXPECT_EQ(given.reply.granter(), office_.founder().name);
  EXPECT_FALSE(given.reply.has_revoke_time());
  const std::string between = etag();
  EXPECT_NE(between, before);
  const auto taken = Revoke(office_.other_founder(), given.reply.name());
  ASSERT_TRUE(taken.ok()) << taken.reason();
  EXPECT_TRUE(taken.reply.has_revoke_time());
  EXPECT_EQ(taken.reply.revoker(), office_.other_founder().name);
  EXPECT_NE(etag(), between);
  EXPECT_EQ(Revoke(office_.founder(), given.reply.name()).reason(), "ROLE_REVOKED");
  EXPECT_TRUE(Grant(office_.founder(), officer, rpc::v1::ROLE_TOWNSHIP_AGENT, kTownship).ok());
}

TEST_F(Roles, AreGivenByTheRightOfficeOnly) {
  const Member near = office_.Officer(Role::kTownshipApprover, kTownship);
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  const Member villager = office_.Officer(kVillage);
  const Member far = office_.Officer(kFarVillage);
  const Member bidder = office_.Bidder();
  struct Case {
    const Member& granter;
    const Member& account;
    rpc::v1::Role role;
    const char* where;
    const char* reason;
  };
  const Case cases[] = {
      {near, villager, rpc::v1::ROLE_VILLAGE_CLERK, kVillage, ""},
      {near, villager, rpc::v1::ROLE_VILLAGE_CLERK, kVillage, "ROLE_HELD"},
      {near, villager, rpc::v1::ROLE_BOARD_CHAIR, kVillage, "ROLES_INCOMPATIBLE"},
      {near, villager, rpc::v1::ROLE_BOARD_CHAIR, kTownship, "ROLE_PATH_MISMATCH"},
      {near, villager, rpc::v1::ROLE_BOARD_CHAIR, kFarVillage, "ROLE_NOT_YOURS_TO_GRANT"},
      {near, villager, rpc::v1::ROLE_TOWNSHIP_AGENT, kTownship, "ROLE_NOT_YOURS_TO_GRANT"},
      {near, far, rpc::v1::ROLE_VILLAGE_CLERK, kFarVillage, "OUT_OF_SCOPE"},
      {near, near, rpc::v1::ROLE_VILLAGE_CLERK, kVillage, "OWN_ROLE"},
      {agent, villager, rpc::v1::ROLE_SUPERVISOR, kVillage, "ROLE_MISSING"},
      {office_.founder(), far, rpc::v1::ROLE_BIDDER, kCounty, "ROLE_NOT_GRANTABLE"},
      {office_.founder(), far, rpc::v1::ROLE_SERVICE, kCounty, "ROLE_NOT_GRANTABLE"},
      {office_.founder(), bidder, rpc::v1::ROLE_AUDITOR, kCounty, "ROLE_NEEDS_OFFICER"},
      {office_.founder(), far, rpc::v1::ROLE_AUDITOR, "/8/", "ORG_PATH_MALFORMED"},
      {office_.founder(), far, static_cast<rpc::v1::Role>(99), kCounty, "INVALID_FIELD"},
      {office_.founder(), far, rpc::v1::ROLE_AUDITOR, kCounty, ""},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Grant(c.granter, c.account, c.role, c.where).reason(), c.reason)
        << rpc::v1::Role_Name(c.role) << " at " << c.where;
  }
}

TEST_F(Roles, AreTakenBackByTheRightOfficeOnly) {
  const Member near = office_.Officer(Role::kTownshipApprover, kTownship);
  const Member far = office_.Officer(Role::kTownshipApprover, kOtherTownship);
  const Member agent = office_.Officer(kTownship);
  const Member clerk = office_.Officer(kVillage);
  const auto agents =
      Grant(office_.founder(), agent, rpc::v1::ROLE_TOWNSHIP_AGENT, kTownship).reply.name();
  const auto clerks =
      Grant(office_.founder(), clerk, rpc::v1::ROLE_VILLAGE_CLERK, kVillage).reply.name();
  EXPECT_EQ(Revoke(near, agents).reason(), "ROLE_NOT_YOURS_TO_GRANT");
  EXPECT_EQ(Revoke(far, clerks).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Revoke(near, clerk.name + "/grants/" + NewRequestId()).reason(), "GRANT_NOT_FOUND");
  // A grant is found under its own account only.
  const std::string misplaced = agent.name + clerks.substr(clerks.find("/grants/"));
  EXPECT_EQ(Revoke(office_.founder(), misplaced).reason(), "GRANT_NOT_FOUND");
  EXPECT_TRUE(Revoke(near, clerks).ok());
}

TEST_F(Roles, AreGivenOnceHoweverOftenTheRequestComes) {
  const Member officer = office_.Officer(kVillage);
  const auto request = Wanted(officer, rpc::v1::ROLE_VILLAGE_CLERK, kVillage);
  const auto first = office_.Ask(office_.founder().caller, &Stub::GrantRole, request);
  const auto second = office_.Ask(office_.founder().caller, &Stub::GrantRole, request);
  EXPECT_EQ(first.reply.SerializeAsString(), second.reply.SerializeAsString());
  EXPECT_EQ(Held(), "3");
}

TEST_F(Roles, GivenTwiceAtOnceAreGivenOnce) {
  const Member officer = office_.Officer(kVillage);
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 6; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      const Member& granter = i % 2 == 0 ? office_.founder() : office_.other_founder();
      return Grant(granter, officer, rpc::v1::ROLE_VILLAGE_CLERK, kVillage).reason();
    }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["ROLE_HELD"], 5);
}

TEST_F(Roles, ThatMustNotMeetDoNotMeetInTwoAccountsOfOnePersonAtOnce) {
  for (int round = 0; round < 4; ++round) {
    const Member one = office_.Officer(kVillage);
    const Member two = office_.Officer(kVillage);
    office_.database().Execute("UPDATE identity.account SET person = '" + one.caller.person() +
                               "' WHERE id = '" + two.caller.account_id() + "'");
    auto clerk = std::async(std::launch::async, [&] {
      return Grant(office_.founder(), one, rpc::v1::ROLE_VILLAGE_CLERK, kVillage).reason();
    });
    const auto chair = Grant(office_.founder(), two, rpc::v1::ROLE_BOARD_CHAIR, kVillage).reason();
    EXPECT_EQ(clerk.get() + chair, "ROLES_INCOMPATIBLE");
  }
}

TEST_F(Roles, AreNotGivenToOnesOwnOtherAccount) {
  const Member other = office_.Officer(kVillage);
  office_.database().Execute("UPDATE identity.account SET person = '" +
                             office_.founder().caller.person() + "' WHERE id = '" +
                             other.caller.account_id() + "'");
  EXPECT_EQ(Grant(office_.founder(), other, rpc::v1::ROLE_VILLAGE_CLERK, kVillage).reason(),
            "OWN_ROLE");
}

TEST(RoleOption, MarksTheSameRolesForASecondFactorAsTheRules) {
  for (int role = rpc::v1::Role_MIN + 1; role <= rpc::v1::Role_MAX; ++role) {
    EXPECT_EQ(rpc::NeedsSecondFactor(static_cast<rpc::v1::Role>(role)),
              NeedsSecondFactor(static_cast<Role>(role)))
        << rpc::v1::Role_Name(role);
    EXPECT_EQ(rpc::v1::Role_Name(role), "ROLE_" + std::string(Name(static_cast<Role>(role))));
  }
}

}  // namespace
}  // namespace qianmo::identity
