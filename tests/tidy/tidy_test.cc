// Holds the house rules against the tree, and each rule against something that breaks it.
#include <functional>

#include <gtest/gtest.h>

#include "tidy/breaches.h"
#include "tidy/controls.h"
#include "tidy/rules.h"
#include "tidy/tree.h"

namespace qianmo::tidy {
namespace {

class HouseRule : public testing::TestWithParam<Rule> {};

TEST_P(HouseRule, HoldsInTheTree) {
  static const Tree tree = ReadTree(QM_ROOT);
  ASSERT_GT(tree.size(), 20u) << "this is not the tree";
  const Breaches found = GetParam().check(tree);
  EXPECT_TRUE(found.empty()) << ToString(found);
}

TEST_P(HouseRule, FindsWhatBreaksIt) {
  ASSERT_FALSE(GetParam().broken.empty());
  for (const Control& control : GetParam().broken) {
    const Breaches found = GetParam().check(ToTree(control));
    EXPECT_EQ(found.size(), 1u) << control.files[0].path << "\n"
                                << control.files[0].text << "\n"
                                << ToString(found);
  }
}

TEST_P(HouseRule, LeavesTheRestAlone) {
  ASSERT_FALSE(GetParam().kept.empty());
  for (const Control& control : GetParam().kept) {
    const Breaches found = GetParam().check(ToTree(control));
    EXPECT_TRUE(found.empty()) << ToString(found);
  }
}

INSTANTIATE_TEST_SUITE_P(Tidy, HouseRule, testing::ValuesIn(AllRules()),
                         [](const auto& rule) { return rule.param.name; });

}  // namespace
}  // namespace qianmo::tidy
