// What the database, the journal and ordinary answers must never hold: ID numbers, telephones, bank
// accounts and birth dates in the clear.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/time_text.h"
#include "registry/sealed.h"
#include "rpc/secrecy.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

using testing::HasSubstr;
using testing::Not;

// Every row of every table of the registry as text, byte strings as what they would read as, too.
std::string EverythingStored(const support::Database& database) {
  std::string everything;
  const auto tables = database.Execute(
      "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
      " WHERE n.nspname = 'registry' AND c.relkind = 'r'");
  for (const auto& table : tables) {
    const auto rows = database.Execute("SELECT t::text FROM " + table[0].as<std::string>() + " t");
    for (const auto& row : rows) everything += row[0].as<std::string>() + "\n";
  }
  return everything;
}

class HouseholdSecrecy : public testing::Test {
 protected:
  void SetUp() override {
    auto request = County::NewHousehold(county_.village(), 1, "19661203");
    request.mutable_household()->set_bank_name("某县信用社");
    request.mutable_household()->set_account_holder("户主1");
    request.mutable_household()->set_bank_account(kBankAccount);
    request.mutable_new_head()->mutable_member()->set_phone(kPhone);
    const auto made = county_.Ask(clerk_, &Households::CreateHousehold, request);
    ASSERT_TRUE(made.ok()) << made.status.error_message();
    household_ = made.reply;
  }

  static constexpr char kBankAccount[] = "6230990000000054321";
  static constexpr char kPhone[] = "13600001111";
  std::vector<std::string> Secrets() const {
    return {kBankAccount, kPhone, IdNumber(1, "19661203"), "19661203", "1966-12-03"};
  }

  County county_;
  rpc::v1::Caller clerk_ = county_.Clerk(county_.village());
  v1::Household household_;
};

TEST_F(HouseholdSecrecy, LeavesNothingInTheClearInTheDatabase) {
  auto reveal = Named<v1::RevealMemberRequest>(household_.head());
  reveal.set_reason("核对身份");
  ASSERT_TRUE(county_.Ask(clerk_, &Members::RevealMember, reveal).ok());
  auto open = Named<v1::RevealHouseholdRequest>(household_.name());
  open.set_reason("核对账户");
  ASSERT_TRUE(county_.Ask(clerk_, &Households::RevealHousehold, open).ok());
  county_.Ask(clerk_, &Members::AddMember, [&] {
    auto twice = County::NewMember(household_, 1, "19661203");
    return twice;
  }());
  const std::string everything = EverythingStored(county_.archive().database());
  for (const std::string& secret : Secrets()) {
    EXPECT_THAT(everything, Not(HasSubstr(secret)));
    EXPECT_THAT(everything, Not(HasSubstr(ToHex(secret)))) << secret;
  }
  EXPECT_THAT(everything, HasSubstr("核对身份")) << "the search finds what lies in the open";
}

TEST_F(HouseholdSecrecy, ShowsNothingInOrdinaryAnswers) {
  std::string answers;
  v1::ListMembersRequest members;
  members.set_parent(kCountyName);
  v1::ListHouseholdsRequest households;
  households.set_parent(kCountyName);
  v1::FindMembersRequest find;
  find.set_parent(kCountyName);
  find.set_id_number(IdNumber(1, "19661203"));
  for (const auto& caller : {clerk_, county_.officer(), county_.Head(household_)}) {
    answers += county_.Ask(caller, &Members::ListMembers, members).reply.ShortDebugString();
    answers +=
        county_.Ask(caller, &Households::ListHouseholds, households).reply.ShortDebugString();
    answers += county_.Ask(caller, &Members::FindMembers, find).reply.ShortDebugString();
    answers +=
        county_.Ask(caller, &Members::GetMember, Named<v1::GetMemberRequest>(household_.head()))
            .reply.ShortDebugString();
  }
  EXPECT_THAT(answers, HasSubstr("990")) << "masked numbers are there";
  for (const std::string& secret : Secrets()) EXPECT_THAT(answers, Not(HasSubstr(secret)));
  EXPECT_THAT(answers, Not(HasSubstr("1966")));
}

TEST_F(HouseholdSecrecy, MasksRequestsAndAnswersInLogs) {
  auto request = County::NewHousehold(county_.village(), 1, "19661203");
  request.mutable_household()->set_bank_account(kBankAccount);
  request.mutable_new_head()->mutable_member()->set_phone(kPhone);
  v1::RevealMemberResponse answer;
  answer.set_id_number(IdNumber(1, "19661203"));
  answer.set_phone(kPhone);
  const std::string logged = rpc::MaskedJson(request) + rpc::MaskedJson(answer);
  for (const std::string& secret : Secrets()) EXPECT_THAT(logged, Not(HasSubstr(secret)));
  EXPECT_THAT(logged, Not(HasSubstr("户主1")));
}

TEST_F(HouseholdSecrecy, SealsEachValueIntoItsOwnPlace) {
  const auto other = county_.Settle(county_.village(), 2);
  county_.archive().database().Execute(
      "UPDATE registry.member t SET id_number_sealed = (SELECT id_number_sealed"
      " FROM registry.member WHERE household_id = '" +
      IdOf(other.name()) + "') WHERE household_id = '" + IdOf(household_.name()) + "'");
  const auto moved =
      county_.Ask(clerk_, &Members::GetMember, Named<v1::GetMemberRequest>(household_.head()));
  EXPECT_EQ(moved.status.error_code(), grpc::StatusCode::INTERNAL);
}

}  // namespace
}  // namespace qianmo::registry
