// A merge and a split with identity beside the registry: whoever looked after a village, and
// whoever lives in it, signs in as before and reaches it where it is now.
#include "registry/account_carry.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/password.h"
#include "identity/account_store.h"
#include "identity/grant_store.h"
#include "identity/install.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "services/registry/belongings.h"

namespace qianmo::registry {
namespace {

using Door = identity::v1::IdentityService::Stub;

constexpr char kSecret[] = "orchard-under-the-hill";

// Somebody with an account, who has signed in.
struct Resident {
  std::string account;  // its UUID
  std::string session;
};

class AccountCarryTest : public testing::Test {
 protected:
  AccountCarryTest() {
    // Whoever confirms a change has an account, too.
    approver_ = *identity::AccountId::Parse(county_.approver().account_id());
    Enter(approver_, "approver", OrgPath::Of(CountyId{7}), identity::Role::kCentreApprover, {});
  }

  Resident ClerkOf(const v1::Collective& village, const std::string& handle) {
    const auto id = NewAccount();
    Enter(id, handle, *OrgPath::Parse(village.org_path()), identity::Role::kVillageClerk, {});
    return {id.ToString(), SignIn(handle)};
  }
  Resident HeadOf(const v1::Household& household, const std::string& handle) {
    const auto id = NewAccount();
    Enter(id, handle, *OrgPath::Parse(household.org_path()), identity::Role::kHouseholdHead,
          Uuid::Parse(IdOf(household.name())));
    return {id.ToString(), SignIn(handle)};
  }
  // Whether this session reads the household, by the token that it has now.
  bool Reads(const Resident& resident, const v1::Household& household) {
    identity::v1::IssueTokenRequest request;
    request.set_session_token(resident.session);
    const auto token = owned_.Ask({}, &Door::IssueToken, request).reply.caller_token();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    v1::Household reply;
    return Households(county_.archive().server().InProcess())
        .GetHousehold(&context, Named<v1::GetHouseholdRequest>(household.name()), &reply)
        .ok();
  }
  // The change once identity has answered.
  v1::CollectiveChange Answered(const v1::CollectiveChange& change) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    v1::CollectiveChange seen;
    while (!seen.has_carried_accounts() && std::chrono::steady_clock::now() < patience) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      seen = owned_
                 .Ask(county_.officer(), &Changes::GetCollectiveChange,
                      Named<v1::GetCollectiveChangeRequest>(change.name()))
                 .reply;
    }
    return seen;
  }
  std::string PathIn(const std::string& table, const Resident& resident) {
    const std::string of = table == "account" ? "id" : "account_id";
    return county_.archive().Query("SELECT org_path FROM identity." + table + " WHERE " + of +
                                   " = '" + resident.account + "'");
  }

  County county_{[](rpc::Server& server) { identity::Install(server.Host("identity")); }};
  Belongings owned_{county_};
  identity::AccountId approver_;

 private:
  identity::AccountId NewAccount() {
    return identity::AccountId::Make(county_.archive().clock().Now());
  }
  void Enter(identity::AccountId id, const std::string& handle, const OrgPath& path,
             identity::Role role, const std::optional<Uuid>& household) {
    const auto pool = county_.archive().database().PoolFor("identity");
    const Time now = county_.archive().clock().Now();
    const auto ring = county_.archive().ring();
    const bool officer = !household;
    const auto done = pg::Transact(
        *pool, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10)},
        [&](pg::Transaction& tx) -> Result<Done> {
          identity::InsertAccount(tx, *ring,
                                  {.county = CountyId{7},
                                   .id = id,
                                   .kind = officer ? identity::AccountKind::kOfficer
                                                   : identity::AccountKind::kHousehold,
                                   .state = officer ? identity::AccountState::kPending
                                                    : identity::AccountState::kActive,
                                   .person = identity::PersonId::Make(now),
                                   .person_index = {},
                                   .display_name = handle,
                                   .handle = handle,
                                   .phone = {},
                                   .org_path = path,
                                   .household_id = household,
                                   .password_hash = hash_,
                                   .create_time = now});
          identity::InsertGrant(tx, CountyId{7}, id, {role, path}, std::nullopt, now);
          if (officer && id != approver_) {
            identity::SetConfirmed(tx, CountyId{7}, id, identity::AccountState::kActive, approver_,
                                   now);
          }
          return Done{};
        });
    ASSERT_TRUE(done);
  }
  std::string SignIn(const std::string& handle) {
    identity::v1::SignInRequest request;
    request.set_request_id(NewRequestId());
    request.set_handle(handle);
    request.set_password(kSecret);
    const auto answer = owned_.Ask({}, &Door::SignIn, request);
    EXPECT_TRUE(answer.ok()) << answer.reason();
    return answer.reply.session_token();
  }

  // Cheap: the test is not about argon2.
  const std::string hash_ =
      *crypto::PasswordHasher({.memory_kib = 8, .passes = 1, .lanes = 1}, 1)
           .Hash(kSecret, std::chrono::steady_clock::now() + std::chrono::seconds(10));
};

TEST_F(AccountCarryTest, LetsPeopleOfAnEndedVillageReachItsHeir) {
  const auto household = county_.Settle(county_.sister(), 1);
  const auto neighbour = county_.Settle(county_.sister(), 2);
  const auto clerk = ClerkOf(county_.sister(), "clerk.sister");
  const auto head = HeadOf(household, "head.sister");
  ASSERT_TRUE(Reads(clerk, household));
  v1::ChangePart village;
  village.set_collective(county_.village().name());
  const auto done = owned_.Confirm(owned_.Merge({county_.sister()}, village).reply);
  ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  EXPECT_FALSE(done.reply.has_carried_accounts()) << "it is told once the change is done";
  const auto change = Answered(done.reply);
  EXPECT_EQ(change.carried_accounts().account_count(), 2);
  EXPECT_EQ(change.carried_accounts().grant_count(), 2);
  EXPECT_EQ(change.carried_accounts().left_grants_size(), 0);
  for (const Resident& resident : {clerk, head}) {
    EXPECT_EQ(PathIn("account", resident), county_.village().org_path());
    EXPECT_EQ(PathIn("role_grant", resident), county_.village().org_path());
  }
  EXPECT_TRUE(Reads(clerk, household));
  EXPECT_TRUE(Reads(clerk, neighbour));
  EXPECT_TRUE(Reads(head, household));
  EXPECT_FALSE(Reads(head, neighbour));
  EXPECT_EQ(county_.archive().Query("SELECT count(*) FROM registry.outbox WHERE state = 2"), "0");
}

TEST_F(AccountCarryTest, LetsHouseholdsGoWithTheirPartAndOfficersWithTheRest) {
  const auto goes = county_.Settle(county_.village(), 1);
  const auto stays = county_.Settle(county_.village(), 2);
  const auto in_group = county_.Settle(county_.group(), 3);
  const auto clerk = ClerkOf(county_.village(), "clerk.village");
  const auto group_clerk = ClerkOf(county_.group(), "clerk.group");
  const auto head = HeadOf(goes, "head.goes");
  const auto other_head = HeadOf(stays, "head.stays");
  auto south = PartNamed("南村");
  south.add_households(goes.name());
  south.add_collectives(county_.group().name());
  const auto done =
      owned_.Confirm(owned_.Split(county_.village(), {PartNamed("北村"), south}).reply);
  ASSERT_TRUE(done.ok()) << done.reason() << done.status.error_message();
  EXPECT_EQ(Answered(done.reply).carried_accounts().account_count(), 4);
  const auto parts = owned_.PartsOf(done.reply);
  EXPECT_EQ(PathIn("role_grant", clerk), parts[0].org_path());
  EXPECT_EQ(PathIn("role_grant", group_clerk), county_.Get(county_.group()).org_path());
  EXPECT_EQ(PathIn("account", head), parts[1].org_path());
  EXPECT_EQ(PathIn("role_grant", head), parts[1].org_path());
  EXPECT_EQ(PathIn("account", other_head), parts[0].org_path());
  EXPECT_TRUE(Reads(clerk, stays));
  EXPECT_FALSE(Reads(clerk, goes)) << "it is another village's now";
  EXPECT_TRUE(Reads(group_clerk, in_group));
  EXPECT_TRUE(Reads(head, goes));
  EXPECT_TRUE(Reads(other_head, stays));
}

}  // namespace
}  // namespace qianmo::registry
