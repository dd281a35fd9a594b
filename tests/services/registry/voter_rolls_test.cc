// Voter rolls: who may vote in a meeting, frozen for good.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "registry/voter_roll_store.h"
#include "registry/voter_rolls_service.h"
#include "services/registry/county.h"

namespace qianmo::registry {
namespace {

using testing::ElementsAre;

class VoterRollsTest : public testing::Test {
 protected:
  Answer<v1::VoterRoll> Freeze(const v1::FreezeVoterRollRequest& request) {
    return county_.Ask(clerk_, &VoterRolls::FreezeVoterRoll, request);
  }
  v1::FreezeVoterRollRequest Meeting(const std::string& day) {
    v1::FreezeVoterRollRequest request;
    request.set_collective(county_.village().name());
    request.set_request_id(NewRequestId());
    request.set_meeting_id(NewRequestId());
    *request.mutable_meeting_date() = Day(day);
    request.set_title("第三次成员大会");
    return request;
  }
  std::vector<v1::Voter> VotersOf(const v1::VoterRoll& roll) {
    v1::ListVotersRequest request;
    request.set_parent(roll.name());
    request.set_page_size(2);
    std::vector<v1::Voter> voters;
    do {
      const auto page = county_.Ask(clerk_, &VoterRolls::ListVoters, request);
      EXPECT_TRUE(page.ok()) << page.status.error_message();
      voters.insert(voters.end(), page.reply.voters().begin(), page.reply.voters().end());
      request.set_page_token(page.reply.next_page_token());
    } while (!request.page_token().empty());
    return voters;
  }
  std::vector<std::string> NamesOn(const v1::VoterRoll& roll) {
    std::vector<std::string> names;
    for (const auto& voter : VotersOf(roll)) names.push_back(voter.display_name());
    return names;
  }

  County county_;
  rpc::v1::Caller clerk_ = county_.Clerk(county_.village());
};

TEST_F(VoterRollsTest, HoldActiveAdultsOfFullCapacityAndNobodyElse) {
  const auto household = county_.Settle(county_.village(), 1);
  county_.Join(household, 2, "20081121");  // of age on 21 November 2026
  county_.Join(household, 3, "20081122");  // a day later
  auto limited = County::NewMember(household, 4);
  limited.mutable_new_member()->mutable_member()->set_capacity(v1::LEGAL_CAPACITY_LIMITED);
  ASSERT_TRUE(county_.Ask(clerk_, &Members::AddMember, limited).ok());
  auto ageless = County::NewMember(household, 5);
  ageless.mutable_new_member()->mutable_member()->clear_id_number();
  ASSERT_TRUE(county_.Ask(clerk_, &Members::AddMember, ageless).ok());
  auto paperless = County::NewMember(household, 6);
  paperless.mutable_new_member()->mutable_member()->clear_id_number();
  *paperless.mutable_new_member()->mutable_member()->mutable_birth_date() = Day("1950-05-05");
  ASSERT_TRUE(county_.Ask(clerk_, &Members::AddMember, paperless).ok());
  const auto dead = county_.Join(household, 7);
  auto died = Named<v1::RecordMemberEventRequest>(dead.name());
  died.set_kind(v1::MemberEvent::KIND_DIED);
  *died.mutable_effective_date() = Day("2026-11-01");
  ASSERT_TRUE(county_.Ask(clerk_, &Members::RecordMemberEvent, died).ok());
  county_.Settle(county_.group(), 8);
  county_.Settle(county_.sister(), 9);
  const auto roll = Freeze(Meeting("2026-11-21"));
  ASSERT_TRUE(roll.ok()) << roll.status.error_message();
  EXPECT_EQ(roll.reply.voter_count(), 4);
  EXPECT_THAT(NamesOn(roll.reply), ElementsAre("户主1", "成员2", "成员6", "户主8"));
}

TEST_F(VoterRollsTest, NeverChangeOnceFrozen) {
  const auto household = county_.Settle(county_.village(), 1);
  const auto son = county_.Join(household, 2);
  const auto meeting = Meeting("2026-11-21");
  const auto roll = Freeze(meeting).reply;
  auto died = Named<v1::RecordMemberEventRequest>(son.name());
  died.set_kind(v1::MemberEvent::KIND_DIED);
  *died.mutable_effective_date() = Day("2026-11-01");
  ASSERT_TRUE(county_.Ask(clerk_, &Members::RecordMemberEvent, died).ok());
  county_.Join(household, 3);
  EXPECT_THAT(NamesOn(roll), ElementsAre("户主1", "成员2"));
  auto again = meeting;
  again.set_request_id(NewRequestId());
  EXPECT_EQ(Freeze(again).reason(), "VOTER_ROLL_FROZEN");
  for (const char* change : {"UPDATE registry.voter SET name = ''", "DELETE FROM registry.voter",
                             "UPDATE registry.voter_roll SET voters = 0"}) {
    EXPECT_THROW(
        county_.archive().database().Execute(std::string("SET ROLE qianmo_registry; ") + change),
        std::exception)
        << change;
  }
}

TEST_F(VoterRollsTest, AreProvedByTheirSum) {
  const auto household = county_.Settle(county_.village(), 1);
  county_.Join(household, 2);
  county_.Join(household, 3);
  const auto roll = Freeze(Meeting("2026-11-21")).reply;
  std::string lines;
  for (const auto& voter : VotersOf(roll)) {
    lines += IdOf(voter.name()) + " " + IdOf(voter.household()) + "\n";
  }
  EXPECT_EQ(roll.sha256(), ToHex(AsText(crypto::Sha256(lines))));
}

TEST_F(VoterRollsTest, AreForMeetingsToComeWithSomebodyToVote) {
  EXPECT_EQ(Freeze(Meeting("2026-11-21")).reason(), "VOTER_ROLL_EMPTY");
  county_.Settle(county_.village(), 1);
  EXPECT_EQ(Freeze(Meeting("2026-11-19")).reason(), "MEETING_PAST");
  ASSERT_TRUE(Freeze(Meeting("2026-11-20")).ok());
  v1::ListVoterRollsRequest request;
  request.set_parent(county_.village().name());
  EXPECT_EQ(county_.Ask(clerk_, &VoterRolls::ListVoterRolls, request).reply.voter_rolls_size(), 1);
}

}  // namespace
}  // namespace qianmo::registry
