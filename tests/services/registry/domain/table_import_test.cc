// An import on its way: every step in every state.
#include "registry/domain/table_import.h"

#include <gtest/gtest.h>

#include "registry/domain/import_refusals.h"

namespace qianmo::registry {
namespace {

const Uuid kMaker = *Uuid::Parse("01900000-0000-7000-8000-000000000001");
const Uuid kChecker = *Uuid::Parse("01900000-0000-7000-8000-000000000002");

TEST(Import, GoesOnAsItsStateAllows) {
  struct Case {
    ImportState state;
    const char *by_checker, *by_maker, *withdraw;  // the refusal's reason; "" where there is none
  };
  const char* const unchecked = "IMPORT_NOT_CHECKED";
  const char* const ended = "IMPORT_ENDED";
  for (const Case& one : {Case{ImportState::kChecking, unchecked, unchecked, ""},
                          Case{ImportState::kChecked, "", "SAME_PERSON", ""},
                          Case{ImportState::kRefused, unchecked, unchecked, ended},
                          Case{ImportState::kLoading, unchecked, unchecked, ended},
                          Case{ImportState::kLoaded, unchecked, unchecked, ended},
                          Case{ImportState::kWithdrawn, unchecked, unchecked, ended}}) {
    const ImportFacts facts{one.state, kMaker};
    const auto reason = [](const Result<Done>& result) {
      return result.ok() ? std::string() : result.refusal().reason;
    };
    const int state = static_cast<int>(one.state);
    EXPECT_EQ(reason(DecideConfirmImport(facts, kChecker)), one.by_checker) << state;
    EXPECT_EQ(reason(DecideConfirmImport(facts, kMaker)), one.by_maker) << state;
    EXPECT_EQ(reason(DecideWithdrawImport(facts)), one.withdraw) << state;
  }
}

TEST(Import, IsAllOrNothingUnlessBadRowsMayBeSkipped) {
  EXPECT_EQ(AfterCheck(0, false), ImportState::kChecked);
  EXPECT_EQ(AfterCheck(1, false), ImportState::kRefused);
  EXPECT_EQ(AfterCheck(1, true), ImportState::kChecked);
}

}  // namespace
}  // namespace qianmo::registry
