// Refusals of collectives and households: reasons of their own, and fields where they are invalid.
#include "registry/domain/collective_refusals.h"

#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "registry/domain/household_refusals.h"

namespace qianmo::registry::refusals {
namespace {

std::vector<Refusal> OfThisRoom() {
  return {CollectiveNotFound(), CollectiveEnded(),      CollectiveIdTaken(),
          LevelUnfit(),         FormUnfit("f", "why"),  CreditCodeUnfit("f", "village"),
          CreditCodeTaken("c"), AreaCodeUnfit("why"),   AreaCodeHistory(),
          AreaCodeParent(),     AreaCodeTaken("c"),     OfficeInvalid(),
          OfficerTwice(),       OfficerHistory("f"),    OfficerNotFound(),
          ChangeNotFound(),     ChangeUnfit("why"),     ChangeItemForeign("i"),
          ChangeOpen(),         ChangeEnded(),          ChangeSamePerson(),
          NotTheProposer(),     PartnerNotFound(),      PartnerRetired(),
          PartnerCodeTaken(),   HouseholdNotFound(),    HouseholdDissolved(),
          HouseholdIdTaken(),   HouseholdNumberTaken(), HouseholdElsewhere(),
          HouseholdSame(),      HouseholdNotEmpty(),    BankUnnamed("f"),
          MemberNotFound(),     MemberNotActive(),      MemberActive(),
          MemberIsHead(),       HeadNeeded(),           RelationUnfit("f", "why"),
          CapacityInvalid("f"), BirthDateUnfit("why"),  IdNumberTaken("h", "1"),
          NothingToFind(),      JoinReasonInvalid("f"), EventUnfit(),
          EventNoteNeeded("f"), EventInFuture(),        EventOutOfOrder(),
          VoterRollNotFound(),  VoterRollFrozen(),      VoterRollEmpty(),
          MeetingPast(),        MeetingFar({}),         MeetingAhead("r", {})};
}

TEST(CollectiveRefusals, HaveReasonsOfTheirOwn) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : OfThisRoom()) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason << " is used twice";
    EXPECT_FALSE(refusal.message.empty()) << refusal.reason;
  }
}

TEST(CollectiveRefusals, NameAFieldExactlyWhenARequestIsInvalid) {
  for (const Refusal& refusal : OfThisRoom()) {
    EXPECT_EQ(!refusal.fields.empty(), refusal.kind == Refusal::Kind::kInvalid) << refusal.reason;
  }
}

}  // namespace
}  // namespace qianmo::registry::refusals
