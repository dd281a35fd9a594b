#include "ledger/domain/part_undo.h"

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

const Uuid kAnna = Uuid::Parse("01900000-0000-7000-8000-000000000001").value();
const Uuid kBen = Uuid::Parse("01900000-0000-7000-8000-000000000002").value();

template <class T>
std::string ReasonFor(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(PartUndo, IsProposedForWhatIsHereStill) {
  struct Case {
    PartFacts part;
    const char* reason;
  };
  const Case cases[] = {
      {{PartKind::kCapture, Fen(5)}, ""},
      {{PartKind::kForfeit, Fen(5)}, ""},
      {{PartKind::kRelease, Fen(5)}, "PART_RELEASED"},
      {{PartKind::kForfeit, Fen(5), true}, "FORFEIT_DISPOSED"},
      {{PartKind::kCapture, Fen(5), false, true}, "MONEY_LEFT"},
      {{PartKind::kCapture, Fen(5), false, false, UndoState::kProposed, kAnna}, "UNDO_PROPOSED"},
      {{PartKind::kCapture, Fen(5), false, false, UndoState::kDone, kAnna}, "PART_UNDONE"},
      {{PartKind::kCapture, Fen(5), false, false, UndoState::kDeclined, kAnna}, ""}};
  for (const Case& one : cases) EXPECT_EQ(ReasonFor(DecideProposeUndo(one.part)), one.reason);
}

TEST(PartUndo, IsDoneByAnotherPersonWhileItIsProposed) {
  const HoldFacts hold{.state = HoldState::kResolved,
                       .expected = Fen(9),
                       .due = {},
                       .sums = {.held = Fen(9), .captured = Fen(5), .forfeited = Fen(4)}};
  const auto reason = [&](const PartFacts& part) {
    return ReasonFor(DecideUndo(hold, part, kBen));
  };
  EXPECT_EQ(reason({PartKind::kCapture, Fen(5)}), "UNDO_NOT_PROPOSED");
  EXPECT_EQ(reason({PartKind::kCapture, Fen(5), false, false, UndoState::kDeclined, kAnna}),
            "UNDO_NOT_PROPOSED");
  EXPECT_EQ(reason({PartKind::kCapture, Fen(5), false, false, UndoState::kDone, kAnna}),
            "PART_UNDONE");
  EXPECT_EQ(reason({PartKind::kCapture, Fen(5), false, false, UndoState::kProposed, kBen}),
            "SAME_PERSON");
  EXPECT_EQ(reason({PartKind::kCapture, Fen(5), false, true, UndoState::kProposed, kAnna}),
            "MONEY_LEFT");
  EXPECT_EQ(reason({PartKind::kForfeit, Fen(4), true, false, UndoState::kProposed, kAnna}),
            "FORFEIT_DISPOSED");
  for (const auto& [kind, fen] : {std::pair(PartKind::kCapture, 5), {PartKind::kForfeit, 4}}) {
    const auto after =
        DecideUndo(hold, {kind, Fen(fen), false, false, UndoState::kProposed, kAnna}, kBen);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->state, HoldState::kFunded);
    EXPECT_EQ(after->sums.open, Fen(fen));
    EXPECT_EQ(after->sums.captured + after->sums.forfeited, Fen(9 - fen));
  }
}

TEST(PartUndo, IsDeclinedWhileItIsProposed) {
  EXPECT_EQ(ReasonFor(DecideDeclineUndo({PartKind::kCapture, Fen(5)})), "UNDO_NOT_PROPOSED");
  EXPECT_EQ(ReasonFor(DecideDeclineUndo(
                {PartKind::kCapture, Fen(5), false, true, UndoState::kProposed, kAnna})),
            "");
}

}  // namespace
}  // namespace qianmo::ledger
