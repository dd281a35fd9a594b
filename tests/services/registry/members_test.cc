// Members: who they are, what becomes of them, and that an ID number is one active member's.
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/member_event_store.h"
#include "registry/member_store.h"
#include "registry/members_service.h"
#include "registry/personal_key_store.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;

class MembersTest : public testing::Test {
 protected:
  Answer<v1::Member> Add(const v1::AddMemberRequest& request) {
    return county_.Ask(clerk_, &Members::AddMember, request);
  }
  Answer<v1::Member> Record(const std::string& member, v1::MemberEvent::Kind kind,
                            const std::string& day,
                            v1::MemberReason reason = v1::MEMBER_REASON_UNSPECIFIED,
                            const std::string& note = "") {
    auto request = Named<v1::RecordMemberEventRequest>(member);
    request.set_kind(kind);
    request.set_reason(reason);
    request.set_note(note);
    *request.mutable_effective_date() = Day(day);
    return county_.Ask(clerk_, &Members::RecordMemberEvent, request);
  }
  Answer<v1::Member> Update(v1::Member wanted, const std::vector<std::string>& paths) {
    v1::UpdateMemberRequest request;
    *request.mutable_member() = std::move(wanted);
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    request.set_request_id(NewRequestId());
    return county_.Ask(clerk_, &Members::UpdateMember, request);
  }
  Answer<v1::FindMembersResponse> Find(const rpc::v1::Caller& caller, const std::string& number,
                                       const std::string& phone = "") {
    v1::FindMembersRequest request;
    request.set_parent(kCountyName);
    request.set_id_number(number);
    request.set_phone(phone);
    return county_.Ask(caller, &Members::FindMembers, request);
  }

  County county_;
  rpc::v1::Caller clerk_ = county_.Clerk(county_.village());
  v1::Household household_ = county_.Settle(county_.village(), 1);
};

TEST_F(MembersTest, ShowTheirNumbersMaskedAndNoBirthDate) {
  auto request = County::NewMember(household_, 2);
  request.mutable_new_member()->mutable_member()->set_phone("13812345678");
  const auto added = Add(request);
  ASSERT_TRUE(added.ok()) << added.status.error_message();
  EXPECT_EQ(added.reply.phone(), "138****5678");
  EXPECT_EQ(added.reply.id_number().substr(0, 3), "990");
  EXPECT_EQ(added.reply.id_number().substr(3, 13), "*************");
  EXPECT_FALSE(added.reply.has_birth_date());
  EXPECT_FALSE(county_.Get(added.reply).has_birth_date());
}

TEST_F(MembersTest, AreRevealedToARoleWithAReasonAndEachViewIsKept) {
  const auto member = county_.Join(household_, 2);
  auto reveal = Named<v1::RevealMemberRequest>(member.name());
  reveal.set_reason("换发股权证");
  const auto shown = county_.Ask(clerk_, &Members::RevealMember, reveal);
  ASSERT_TRUE(shown.ok()) << shown.status.error_message();
  EXPECT_EQ(shown.reply.id_number(), IdNumber(2, "20000101"));
  EXPECT_NE(shown.reply.member().id_number(), IdNumber(2, "20000101"));
  EXPECT_EQ(county_.archive().Query("SELECT resource FROM registry.reveal"), member.name());
  EXPECT_EQ(county_.archive().Query("SELECT account_id FROM registry.reveal"), clerk_.account_id());
  reveal.set_request_id(NewRequestId());
  reveal.set_reason("");
  EXPECT_EQ(county_.Ask(clerk_, &Members::RevealMember, reveal).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  reveal.set_reason("随便看看别村");
  EXPECT_EQ(county_.Ask(county_.Clerk(county_.sister()), &Members::RevealMember, reveal).reason(),
            "OUT_OF_SCOPE");
}

TEST_F(MembersTest, HaveAnIdNumberThatNoOtherActiveMemberOfTheCountyHas) {
  county_.Join(household_, 2);
  const auto elsewhere = county_.Settle(county_.far_village(), 3);
  const auto again = county_.Ask(county_.Clerk(county_.far_village()), &Members::AddMember,
                                 County::NewMember(elsewhere, 2));
  EXPECT_EQ(again.reason(), "ID_NUMBER_TAKEN");
  EXPECT_EQ(again.metadata("household"), household_.name());
  EXPECT_EQ(again.metadata("household_number"), "H1");
  auto wrong = County::NewMember(household_, 4);
  wrong.mutable_new_member()->mutable_member()->set_id_number("99000020000101002X");
  const auto malformed = Add(wrong);
  EXPECT_TRUE(malformed.reason() == "ID_NUMBER_MALFORMED") << malformed.reason();
}

TEST_F(MembersTest, MayJoinElsewhereWhenTheyLeft) {
  const auto member = county_.Join(household_, 2);
  const auto elsewhere = county_.Settle(county_.far_village(), 3);
  ASSERT_TRUE(Record(member.name(), v1::MemberEvent::KIND_MOVED, "2026-01-01",
                     v1::MEMBER_REASON_OTHER_COLLECTIVE)
                  .ok());
  auto request = County::NewMember(elsewhere, 2);
  ASSERT_TRUE(county_.Ask(county_.Clerk(county_.far_village()), &Members::AddMember, request).ok());
  const auto back = Record(member.name(), v1::MemberEvent::KIND_RESTORED, "2026-02-01",
                           v1::MEMBER_REASON_MISTAKE, "登记有误");
  EXPECT_EQ(back.reason(), "ID_NUMBER_TAKEN");
}

TEST_F(MembersTest, OfTwoClerksWithOneIdNumberOneWinsAndTheOtherIsTold) {
  const auto far = county_.Settle(county_.far_village(), 3);
  for (int serial = 100; serial < 110; ++serial) {
    auto ask = [&](const v1::Household& household) {
      return county_.Ask(County::Officer(rpc::v1::ROLE_VILLAGE_CLERK, household.org_path()),
                         &Members::AddMember, County::NewMember(household, serial));
    };
    auto here = std::async(std::launch::async, ask, household_);
    auto there = std::async(std::launch::async, ask, far);
    const auto one = here.get();
    const auto other = there.get();
    EXPECT_NE(one.ok(), other.ok());
    EXPECT_EQ(one.ok() ? other.reason() : one.reason(), "ID_NUMBER_TAKEN");
  }
  EXPECT_EQ(county_.archive().Query("SELECT count(*) FROM registry.member"), "12");
}

TEST_F(MembersTest, AreFoundByWholeNumbersByWhoMaySeeThem) {
  const auto member = county_.Join(household_, 2);
  ASSERT_EQ(Find(clerk_, IdNumber(2, "20000101")).reply.members_size(), 1);
  EXPECT_EQ(Find(clerk_, IdNumber(2, "20000101")).reply.members(0).name(), member.name());
  EXPECT_EQ(Find(county_.Clerk(county_.sister()), IdNumber(2, "20000101")).reply.members_size(), 0);
  EXPECT_EQ(Find(clerk_, "").reason(), "NOTHING_TO_FIND");
  v1::Member wanted = member;
  wanted.set_phone("13912345678");
  ASSERT_TRUE(Update(wanted, {"phone"}).ok());
  EXPECT_EQ(Find(clerk_, "", "13912345678").reply.members_size(), 1);
  wanted = county_.Get(member);
  EXPECT_EQ(Update(wanted, {"phone"}).reason(), "PHONE_MALFORMED") << "it was masked";
  EXPECT_EQ(Update(wanted, {"id_number"}).reason(), "ID_NUMBER_MALFORMED");
  EXPECT_EQ(Find(clerk_, "", "13912345679").reply.members_size(), 0);
}

TEST_F(MembersTest, ChangeOnlyWhatTheMaskNames) {
  const auto member = county_.Join(household_, 2);
  v1::Member wanted = member;
  wanted.set_display_name("改名");
  wanted.set_capacity(v1::LEGAL_CAPACITY_LIMITED);
  const auto renamed = Update(wanted, {"display_name"});
  ASSERT_TRUE(renamed.ok()) << renamed.status.error_message();
  EXPECT_EQ(renamed.reply.display_name(), "改名");
  EXPECT_EQ(renamed.reply.capacity(), v1::LEGAL_CAPACITY_FULL);
  EXPECT_EQ(Find(clerk_, IdNumber(2, "20000101")).reply.members_size(), 1) << "the number stays";
  EXPECT_EQ(Update(wanted, {"capacity"}).reason(), "ETAG_STALE");
  wanted = renamed.reply;
  wanted.set_id_number(IdNumber(1));
  EXPECT_EQ(Update(wanted, {"id_number"}).reason(), "ID_NUMBER_TAKEN");
  wanted.set_relation(v1::HOUSEHOLD_RELATION_HEAD);
  EXPECT_EQ(Update(wanted, {"relation"}).reason(), "RELATION_UNFIT");
  *wanted.mutable_birth_date() = Day("1999-01-01");
  EXPECT_EQ(Update(wanted, {"birth_date"}).reason(), "BIRTH_DATE_UNFIT");
}

TEST_F(MembersTest, LeaveAndComeBackInTheOrderOfTheDays) {
  const auto member = county_.Join(household_, 2);
  EXPECT_EQ(Record(member.name(), v1::MemberEvent::KIND_DIED, "2026-12-24").reason(),
            "EVENT_IN_FUTURE");
  EXPECT_EQ(
      Record(member.name(), v1::MemberEvent::KIND_LOST, "2025-01-01", v1::MEMBER_REASON_MARRIAGE)
          .reason(),
      "EVENT_UNFIT");
  ASSERT_TRUE(Record(member.name(), v1::MemberEvent::KIND_DIED, "2025-01-01").ok());
  EXPECT_EQ(Record(member.name(), v1::MemberEvent::KIND_DIED, "2025-01-02").reason(),
            "MEMBER_NOT_ACTIVE");
  EXPECT_EQ(
      Record(member.name(), v1::MemberEvent::KIND_RESTORED, "2025-02-01", v1::MEMBER_REASON_MISTAKE)
          .reason(),
      "EVENT_NOTE_NEEDED");
  EXPECT_EQ(Record(member.name(), v1::MemberEvent::KIND_RESTORED, "2024-02-01",
                   v1::MEMBER_REASON_MISTAKE, "同名")
                .reason(),
            "EVENT_OUT_OF_ORDER");
  const auto back = Record(member.name(), v1::MemberEvent::KIND_RESTORED, "2025-02-01",
                           v1::MEMBER_REASON_MISTAKE, "同名");
  ASSERT_TRUE(back.ok()) << back.status.error_message();
  EXPECT_EQ(back.reply.state(), v1::Member::STATE_ACTIVE);
  v1::ListMemberEventsRequest request;
  request.set_parent(member.name());
  const auto events = county_.Ask(clerk_, &Members::ListMemberEvents, request);
  std::vector<int> kinds;
  for (const auto& event : events.reply.events()) kinds.push_back(event.kind());
  EXPECT_THAT(kinds, ElementsAre(v1::MemberEvent::KIND_JOINED, v1::MemberEvent::KIND_DIED,
                                 v1::MemberEvent::KIND_RESTORED));
}

TEST_F(MembersTest, LeaveNoHouseholdWithoutAHead) {
  const auto son = county_.Join(household_, 2);
  EXPECT_EQ(Record(household_.head(), v1::MemberEvent::KIND_DIED, "2026-01-01").reason(),
            "HEAD_NEEDED");
  auto change = Named<v1::ChangeHeadRequest>(household_.name());
  change.set_member(son.name());
  change.set_former_head_relation(v1::HOUSEHOLD_RELATION_PARENT);
  ASSERT_TRUE(county_.Ask(clerk_, &Households::ChangeHead, change).ok());
  EXPECT_TRUE(Record(household_.head(), v1::MemberEvent::KIND_DIED, "2026-01-01").ok());
}

TEST_F(MembersTest, MoveToAnotherHouseholdOfTheCollective) {
  const auto son = county_.Join(household_, 2);
  const auto other = county_.Settle(county_.village(), 3);
  const auto far = county_.Settle(county_.group(), 4);
  const auto move = [&](const v1::Household& to) {
    auto request = Named<v1::MoveMemberRequest>(son.name());
    request.set_household(to.name());
    request.set_relation(v1::HOUSEHOLD_RELATION_OTHER);
    *request.mutable_effective_date() = Day("2026-11-01");
    return county_.Ask(clerk_, &Members::MoveMember, request);
  };
  EXPECT_EQ(move(household_).reason(), "HOUSEHOLD_SAME");
  EXPECT_EQ(move(far).reason(), "HOUSEHOLD_ELSEWHERE");
  const auto moved = move(other);
  ASSERT_TRUE(moved.ok()) << moved.status.error_message();
  EXPECT_EQ(moved.reply.household(), other.name());
  EXPECT_EQ(county_.Get(other).member_count(), 2);
  EXPECT_EQ(county_.Get(household_).member_count(), 1);
}

}  // namespace
}  // namespace qianmo::registry
