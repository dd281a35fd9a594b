// Accounts, letters and roles follow their collectives: told by the registry, as often as it likes.
#include "identity/domain/carry.h"

#include <gtest/gtest.h>

#include "identity/carry_store.h"
#include "identity/grant_store.h"
#include "identity/links_service.h"
#include "qianmo/identity/v1/links.grpc.pb.h"
#include "services/identity/office.h"

namespace qianmo::identity {
namespace {

class CarryAccounts : public testing::Test {
 protected:
  CarryAccounts() {
    auto* held = registry_.add_roles();
    held->set_role(rpc::v1::ROLE_SERVICE);
    held->set_org_path(kCounty);
    registry_.set_county_id(kHome.number);
    registry_.set_account_id(office_.founder().caller.account_id());
    request_.set_parent("counties/7");
    request_.set_cause("counties/7/collectiveChanges/01930000-0000-7000-8000-0000000000f1");
  }

  v1::PlaceMove& Move(const std::string& from, const std::string& to) {
    auto& move = *request_.add_moves();
    move.set_from_path(from);
    move.set_to_path(to);
    return move;
  }
  // Each time as another request, as nobody else would do.
  v1::CarryAccountsResponse Tell() {
    request_.set_request_id(NewRequestId());
    v1::CarryAccountsResponse response;
    const auto context = office_.As(registry_);
    const auto status = v1::LinksService::NewStub(office_.channel())
                            ->CarryAccounts(context.get(), request_, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  std::string PathOf(const Member& member) {
    return office_.Query("SELECT org_path FROM identity.account WHERE id = '" +
                         member.caller.account_id() + "'");
  }
  // Where the member holds which open roles.
  std::string RolesOf(const Member& member) {
    return office_.Query(
        "SELECT coalesce(string_agg(role || '@' || org_path, ' ' ORDER BY role), '')"
        " FROM identity.role_grant WHERE revoke_time IS NULL AND account_id = '" +
        member.caller.account_id() + "'");
  }

  Office office_;
  rpc::v1::Caller registry_;
  v1::CarryAccountsRequest request_;
};

TEST_F(CarryAccounts, MovesEverybodyOfTheVillageOnce) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member household = office_.Household(kVillage);
  const Member stranger = office_.Officer(Role::kVillageClerk, kFarVillage);
  const Member approver = office_.Officer(Role::kTownshipApprover, kTownship);
  Move(kVillage, kOtherVillage);
  const auto told = Tell();
  EXPECT_EQ(told.account_count(), 2);
  EXPECT_EQ(told.grant_count(), 2);
  EXPECT_EQ(told.left_grants_size(), 0);
  EXPECT_EQ(PathOf(clerk), kOtherVillage);
  EXPECT_EQ(RolesOf(clerk), std::string("1@") + kOtherVillage);
  EXPECT_EQ(PathOf(household), kOtherVillage);
  EXPECT_EQ(RolesOf(household), std::string("5@") + kOtherVillage);
  EXPECT_EQ(PathOf(stranger), kFarVillage);
  EXPECT_EQ(RolesOf(approver), std::string("8@") + kTownship);
  const auto again = Tell();
  EXPECT_EQ(again.account_count(), 0);
  EXPECT_EQ(again.grant_count(), 0);
  EXPECT_EQ(
      office_.Query("SELECT count(*) FROM identity.carried_place WHERE from_path = '" +
                    std::string(kVillage) + "' AND actor_id = '" + registry_.account_id() + "'"),
      "4");
}

TEST_F(CarryAccounts, MovesHouseholdsThatASplitGivesAwayAndTheRestElsewhere) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member goes = office_.Household(kVillage);
  const Member stays = office_.Household(kVillage);
  Move(kVillage, kOtherVillage).add_household_ids(goes.caller.household_id());
  Move(kVillage, kFarVillage);
  EXPECT_EQ(Tell().account_count(), 3);
  EXPECT_EQ(PathOf(goes), kOtherVillage);
  EXPECT_EQ(RolesOf(goes), std::string("5@") + kOtherVillage);
  EXPECT_EQ(PathOf(stays), kFarVillage);
  EXPECT_EQ(RolesOf(stays), std::string("5@") + kFarVillage);
  EXPECT_EQ(RolesOf(clerk), std::string("1@") + kFarVillage);
}

TEST_F(CarryAccounts, EndsWhatIsHeldThereAlreadyAndLeavesWhatMayNotBeHeldBeside) {
  const auto also = [&](const Member& member, Role role, const char* path) {
    office_.Write([&](pg::Transaction& tx) -> Result<Done> {
      InsertGrant(tx, kHome, member.id(), {role, *OrgPath::Parse(path)}, std::nullopt,
                  office_.clock().Now());
      return Done{};
    });
  };
  const Member twice = office_.Officer(Role::kVillageClerk, kVillage);
  also(twice, Role::kVillageClerk, kOtherVillage);
  const Member torn = office_.Officer(Role::kVillageClerk, kVillage);
  also(torn, Role::kBoardChair, kOtherVillage);
  Move(kVillage, kOtherVillage);
  const auto told = Tell();
  EXPECT_EQ(told.grant_count(), 0);
  EXPECT_EQ(RolesOf(twice), std::string("1@") + kOtherVillage);
  EXPECT_EQ(office_.Query("SELECT revoke_reason FROM identity.role_grant WHERE revoker_id IS NULL"
                          " AND revoke_time IS NOT NULL"),
            request_.cause());
  ASSERT_EQ(told.left_grants_size(), 1);
  EXPECT_TRUE(told.left_grants(0).starts_with(torn.name + "/grants/"));
  EXPECT_EQ(RolesOf(torn), std::string("1@") + kVillage + " 2@" + kOtherVillage);
}

TEST_F(CarryAccounts, LetsALetterOpenItsAccountAtTheNewPlace) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  v1::IssueHouseholdCodeRequest letter;
  letter.set_parent("counties/7");
  letter.set_request_id(NewRequestId());
  letter.set_household_id(NewRequestId());
  letter.set_org_path(kVillage);
  letter.set_display_name("某户");
  ASSERT_TRUE(office_.Ask(clerk.caller, &Stub::IssueHouseholdCode, letter).ok());
  Move(kVillage, kOtherVillage);
  Tell();
  EXPECT_EQ(office_.Query("SELECT org_path FROM identity.household_letter"), kOtherVillage);
}

TEST_F(CarryAccounts, KnowsOnlyPathsOfItsCounty) {
  Move("/8/", kVillage);
  request_.set_request_id(NewRequestId());
  v1::CarryAccountsResponse response;
  const auto context = office_.As(registry_);
  EXPECT_EQ(rpc::ReasonOf(v1::LinksService::NewStub(office_.channel())
                              ->CarryAccounts(context.get(), request_, &response)),
            "ORG_PATH_MALFORMED");
}

}  // namespace
}  // namespace qianmo::identity
