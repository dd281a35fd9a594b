// Households: entered with their heads, changed, found by whole bank accounts, dissolved.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/household_store.h"
#include "registry/households_service.h"
#include "registry/member_joining.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class HouseholdsTest : public testing::Test {
 protected:
  Answer<v1::Household> Create(const v1::CreateHouseholdRequest& request) {
    return county_.Ask(clerk_, &Households::CreateHousehold, request);
  }
  Answer<v1::Household> Update(v1::Household wanted, const std::vector<std::string>& paths) {
    v1::UpdateHouseholdRequest request;
    *request.mutable_household() = std::move(wanted);
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    request.set_request_id(NewRequestId());
    return county_.Ask(clerk_, &Households::UpdateHousehold, request);
  }
  Answer<v1::Household> ChangeHead(const v1::Household& household, const std::string& member) {
    auto request = Named<v1::ChangeHeadRequest>(household.name());
    request.set_member(member);
    request.set_former_head_relation(v1::HOUSEHOLD_RELATION_PARENT);
    return county_.Ask(clerk_, &Households::ChangeHead, request);
  }
  v1::Household WithBank(v1::Household household, const std::string& account) {
    household.set_bank_name("某县信用社");
    household.set_account_holder("户主1");
    household.set_bank_account(account);
    const auto updated = Update(household, {"bank_name", "account_holder", "bank_account"});
    EXPECT_TRUE(updated.ok()) << updated.status.error_message();
    return updated.reply;
  }
  std::vector<std::string> Numbers(const rpc::v1::Caller& caller,
                                   v1::ListHouseholdsRequest request = {}) {
    request.set_parent(kCountyName);
    const auto page = county_.Ask(caller, &Households::ListHouseholds, request);
    EXPECT_TRUE(page.ok()) << page.status.error_message();
    std::vector<std::string> numbers;
    for (const auto& one : page.reply.households()) numbers.push_back(one.number());
    return numbers;
  }

  County county_;
  rpc::v1::Caller clerk_ = county_.Clerk(county_.village());
};

TEST_F(HouseholdsTest, BeginWithAHead) {
  const auto made = Create(County::NewHousehold(county_.village(), 1));
  ASSERT_TRUE(made.ok()) << made.status.error_message();
  EXPECT_EQ(made.reply.head_display_name(), "户主1");
  EXPECT_EQ(made.reply.member_count(), 1);
  EXPECT_EQ(made.reply.org_path(), county_.village().org_path());
  auto headless = County::NewHousehold(county_.village(), 2);
  headless.clear_new_head();
  EXPECT_EQ(Create(headless).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  auto son = County::NewHousehold(county_.village(), 3);
  son.mutable_new_head()->mutable_member()->set_relation(v1::HOUSEHOLD_RELATION_SON);
  EXPECT_EQ(Create(son).reason(), "RELATION_UNFIT");
}

TEST_F(HouseholdsTest, HaveANumberOfTheirOwnInTheCollective) {
  county_.Settle(county_.village(), 1);
  auto again = County::NewHousehold(county_.village(), 2);
  again.mutable_household()->set_number("H1");
  EXPECT_EQ(Create(again).reason(), "HOUSEHOLD_NUMBER_TAKEN");
  auto elsewhere = County::NewHousehold(county_.group(), 3);
  elsewhere.mutable_household()->set_number("H1");
  EXPECT_TRUE(Create(elsewhere).ok()) << "another collective counts anew";
}

TEST_F(HouseholdsTest, KeepBankAccountsMaskedButForWhoAsksWithAReason) {
  const v1::Household household =
      WithBank(county_.Settle(county_.village(), 1), "6230990000000012345");
  EXPECT_EQ(household.bank_account(), "***************2345");
  auto reveal = Named<v1::RevealHouseholdRequest>(household.name());
  reveal.set_reason("核对分红账户");
  const auto shown = county_.Ask(clerk_, &Households::RevealHousehold, reveal);
  ASSERT_TRUE(shown.ok()) << shown.status.error_message();
  EXPECT_EQ(shown.reply.bank_account(), "6230990000000012345");
  const auto replayed = county_.Ask(clerk_, &Households::RevealHousehold, reveal);
  EXPECT_EQ(replayed.reply.bank_account(), "6230990000000012345");
  EXPECT_EQ(county_.archive().Query("SELECT count(*) FROM registry.reveal"), "1");
  EXPECT_EQ(county_.archive().Query("SELECT reason FROM registry.reveal"), "核对分红账户");
  v1::Household nameless = county_.Get(household);
  EXPECT_EQ(Update(nameless, {"bank_account"}).reason(), "BANK_ACCOUNT_MALFORMED")
      << "it was masked";
  nameless.set_bank_name("");
  EXPECT_EQ(Update(nameless, {"bank_name"}).reason(), "BANK_UNNAMED");
}

TEST_F(HouseholdsTest, AreFoundByAWholeBankAccountAndOnlyByWhoMaySeeThem) {
  WithBank(county_.Settle(county_.village(), 1), "6230990000000012345");
  v1::FindHouseholdsRequest request;
  request.set_parent(kCountyName);
  request.set_bank_account("6230990000000012345");
  EXPECT_EQ(county_.Ask(clerk_, &Households::FindHouseholds, request).reply.households_size(), 1);
  EXPECT_EQ(county_.Ask(county_.Clerk(county_.sister()), &Households::FindHouseholds, request)
                .reply.households_size(),
            0);
  request.set_bank_account("6230990000000012346");
  EXPECT_EQ(county_.Ask(clerk_, &Households::FindHouseholds, request).reply.households_size(), 0);
}

TEST_F(HouseholdsTest, AreListedToTheirOwnPeopleOnly) {
  const auto one = county_.Settle(county_.village(), 1);
  county_.Settle(county_.group(), 2);
  county_.Settle(county_.sister(), 3);
  EXPECT_THAT(Numbers(clerk_), ElementsAre("H1", "H2"));
  EXPECT_THAT(Numbers(county_.Head(one)), ElementsAre("H1"));
  v1::ListHouseholdsRequest by_name;
  by_name.set_text("户主2");
  EXPECT_THAT(Numbers(clerk_, by_name), ElementsAre("H2"));
  by_name.set_text("户主3");
  EXPECT_THAT(Numbers(clerk_, by_name), IsEmpty());
}

TEST_F(HouseholdsTest, ChangeTheirHeadToAnotherActiveMember) {
  const auto household = county_.Settle(county_.village(), 1);
  const auto son = county_.Join(household, 2);
  const std::string father = household.head();
  const auto changed = ChangeHead(household, son.name());
  ASSERT_TRUE(changed.ok()) << changed.status.error_message();
  EXPECT_EQ(changed.reply.head(), son.name());
  EXPECT_EQ(ChangeHead(household, son.name()).reason(), "MEMBER_IS_HEAD");
  v1::Member former;
  former.set_name(father);
  EXPECT_EQ(county_.Get(former).relation(), v1::HOUSEHOLD_RELATION_PARENT);
  const auto stranger = county_.Settle(county_.village(), 3);
  EXPECT_EQ(ChangeHead(household, stranger.head()).reason(), "MEMBER_NOT_FOUND");
}

TEST_F(HouseholdsTest, BranchOffWithAMemberWhoMovesOut) {
  const auto household = county_.Settle(county_.village(), 1);
  const auto son = county_.Join(household, 2);
  auto branch = County::NewHousehold(county_.village(), 9);
  branch.clear_new_head();
  branch.set_moving_head(son.name());
  const auto made = Create(branch);
  ASSERT_TRUE(made.ok()) << made.status.error_message();
  EXPECT_EQ(made.reply.head(), son.name());
  EXPECT_EQ(county_.Get(household).member_count(), 1);
  auto away = County::NewHousehold(county_.group(), 10);
  away.clear_new_head();
  away.set_moving_head(son.name());
  EXPECT_EQ(Create(away).reason(), "HOUSEHOLD_ELSEWHERE");
}

TEST_F(HouseholdsTest, DissolveWhenNobodyIsLeft) {
  const auto household = county_.Settle(county_.village(), 1);
  const auto dissolve = [&] {
    return county_.Ask(clerk_, &Households::DissolveHousehold,
                       Named<v1::DissolveHouseholdRequest>(household.name()));
  };
  EXPECT_EQ(dissolve().reason(), "HOUSEHOLD_NOT_EMPTY");
  auto died = Named<v1::RecordMemberEventRequest>(household.head());
  died.set_kind(v1::MemberEvent::KIND_DIED);
  *died.mutable_effective_date() = Day("2026-11-01");
  ASSERT_TRUE(county_.Ask(clerk_, &Members::RecordMemberEvent, died).ok());
  const auto dissolved = dissolve();
  EXPECT_EQ(dissolved.reply.state(), v1::Household::STATE_DISSOLVED);
  EXPECT_EQ(county_.Ask(clerk_, &Members::AddMember, County::NewMember(household, 7)).reason(),
            "HOUSEHOLD_DISSOLVED");
}

}  // namespace
}  // namespace qianmo::registry
