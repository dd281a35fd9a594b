// Merges and splits: what may become what, and the two persons.
#include "registry/domain/collective_change.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

constexpr Time kDawn{std::chrono::days(20'000)};
const CollectiveId kAbove = CollectiveId::Make(kDawn);

Collective VillageOf(CollectiveId parent, CollectiveState state = CollectiveState::kActive) {
  const auto id = CollectiveId::Make(kDawn);
  return {.id = id,
          .parent = parent,
          .org_path = *OrgPath::Parse("/7/" + parent.ToString() + "/" + id.ToString() + "/"),
          .state = state,
          .form = CollectiveForm::kOwn,
          .book_type = BookType::kSeparate};
}

std::string ReasonOf(const Result<Done>& result) { return result ? "" : result.refusal().reason; }

TEST(CheckMerge, JoinsActiveSistersOnly) {
  const Collective one = VillageOf(kAbove);
  const Collective two = VillageOf(kAbove);
  EXPECT_EQ(ReasonOf(CheckMerge({one, two}, {})), "");
  EXPECT_EQ(ReasonOf(CheckMerge({one}, two)), "");
  EXPECT_EQ(ReasonOf(CheckMerge({one}, {})), "CHANGE_UNFIT");
  EXPECT_EQ(ReasonOf(CheckMerge({one, one}, {})), "CHANGE_UNFIT");
  EXPECT_EQ(ReasonOf(CheckMerge({one, two}, one)), "CHANGE_UNFIT");
  EXPECT_EQ(ReasonOf(CheckMerge({one, VillageOf(CollectiveId::Make(kDawn))}, {})), "CHANGE_UNFIT");
  EXPECT_EQ(ReasonOf(CheckMerge({one, VillageOf(kAbove, CollectiveState::kEnded)}, {})),
            "COLLECTIVE_ENDED");
}

TEST(CheckSplit, GivesNothingTwiceAndTheRestToTheFirst) {
  const Collective source = VillageOf(kAbove);
  for (const ItemList& list : kItemLists) {
    PartItems some;
    some.*list.ids = {Uuid::Make(kDawn)};
    EXPECT_EQ(ReasonOf(CheckSplit(source, {{}, some})), "");
    EXPECT_EQ(ReasonOf(CheckSplit(source, {some, {}})), "CHANGE_UNFIT");
    EXPECT_EQ(ReasonOf(CheckSplit(source, {{}, some, some})), "CHANGE_UNFIT");
    (some.*list.ids).push_back((some.*list.ids)[0]);
    EXPECT_EQ(ReasonOf(CheckSplit(source, {{}, some})), "CHANGE_UNFIT");
  }
  const PartItems some{.collective_units = Units(25)};
  EXPECT_EQ(ReasonOf(CheckSplit(source, {{}, some, some})), "") << "units are not one thing";
  EXPECT_EQ(ReasonOf(CheckSplit(source, {some, {}})), "CHANGE_UNFIT");
  EXPECT_EQ(CollectiveUnitsGiven({{}, some, some}), Units(50));
  EXPECT_EQ(ReasonOf(CheckSplit(source, {{}})), "CHANGE_UNFIT");
  EXPECT_EQ(ReasonOf(CheckSplit(VillageOf(kAbove, CollectiveState::kEnded), {{}, some})),
            "COLLECTIVE_ENDED");
}

// Every decision in every state, by the proposer and by somebody else.
TEST(CollectiveChangeDecisions, AreOpenOnceAndNeedTwoPersons) {
  const Uuid proposer = Uuid::Make(kDawn);
  const Uuid other = Uuid::Make(kDawn);
  for (int state = 1; state <= 4; ++state) {
    const CollectiveChange change{.kind = CollectiveChangeKind::kMerge,
                                  .state = static_cast<CollectiveChangeState>(state),
                                  .proposer_person = proposer};
    const bool open = state == 1;
    const std::string ended = "CHANGE_ENDED";
    EXPECT_EQ(ReasonOf(DecideConfirmChange(change, other)), open ? "" : ended);
    EXPECT_EQ(ReasonOf(DecideConfirmChange(change, proposer)), open ? "SAME_PERSON" : ended);
    EXPECT_EQ(ReasonOf(DecideConfirmChange(change, Uuid())), open ? "SAME_PERSON" : ended);
    EXPECT_EQ(ReasonOf(DecideRejectChange(change, other)), open ? "" : ended);
    EXPECT_EQ(ReasonOf(DecideRejectChange(change, proposer)), open ? "SAME_PERSON" : ended);
    EXPECT_EQ(ReasonOf(DecideWithdrawChange(change, proposer)), open ? "" : ended);
    EXPECT_EQ(ReasonOf(DecideWithdrawChange(change, other)), open ? "NOT_THE_PROPOSER" : ended);
  }
}

}  // namespace
}  // namespace qianmo::registry
