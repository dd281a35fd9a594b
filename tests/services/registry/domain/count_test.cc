// The rules of counts: who may sign, and what each line becomes.
#include "registry/domain/count.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

const Uuid kStarter = Uuid::Make(Time());
const Uuid kCounter = Uuid::Make(Time());
const Uuid kSigner = Uuid::Make(Time());

CountedLine Line(Worth book, std::optional<Worth> counted) {
  return {.name = "line",
          .asset = Uuid::Make(Time()),
          .book = book,
          .present = book,
          .counted = counted};
}

template <class T>
std::string CountReason(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(CheckCountDate, HasCome) {
  const Date today{std::chrono::days(20'000)};
  EXPECT_EQ(CountReason(CheckCountDate(today, today)), "");
  EXPECT_EQ(CountReason(CheckCountDate(today + std::chrono::days(1), today)), "DATE_UNFIT");
}

TEST(CheckCounted, WantsAReasonForADifference) {
  EXPECT_EQ(CountReason(CheckCounted("f", {5, 7}, {5, 7}, "")), "");
  EXPECT_EQ(CountReason(CheckCounted("f", {5, 7}, {4, 7}, "")), "COUNT_REASON_MISSING");
  EXPECT_EQ(CountReason(CheckCounted("f", {5, 7}, {5, 8}, "")), "COUNT_REASON_MISSING");
  EXPECT_EQ(CountReason(CheckCounted("f", {5, 7}, {4, 7}, "一台报废")), "");
}

TEST(ConfirmCount, IsForSomebodyWhoDidNotCount) {
  const std::vector<CountedLine> lines = {Line({1, 1}, Worth{1, 1})};
  const auto sign = [&](CountState state, const Uuid& person) {
    return CountReason(DecideConfirmCount(state, {kStarter, kCounter}, person, lines));
  };
  EXPECT_EQ(sign(CountState::kOpen, kSigner), "");
  EXPECT_EQ(sign(CountState::kOpen, kStarter), "SAME_PERSON");
  EXPECT_EQ(sign(CountState::kOpen, kCounter), "SAME_PERSON");
  EXPECT_EQ(sign(CountState::kConfirmed, kSigner), "COUNT_ENDED");
  EXPECT_EQ(sign(CountState::kCancelled, kSigner), "COUNT_ENDED");
}

TEST(ConfirmCount, WantsEveryLineCountedAgainstTheBooksOfNow) {
  std::vector<CountedLine> lines = {Line({1, 1}, Worth{1, 1}), Line({2, 2}, std::nullopt)};
  const auto sign = [&] {
    return DecideConfirmCount(CountState::kOpen, {kStarter}, kSigner, lines);
  };
  EXPECT_EQ(CountReason(sign()), "COUNT_INCOMPLETE");
  EXPECT_EQ(sign().refusal().metadata.at(0).second, "1");
  lines[1].counted = Worth{2, 2};
  lines[1].present = {2, 3};
  EXPECT_EQ(CountReason(sign()), "COUNT_BOOKS_CHANGED");
}

TEST(ConfirmCount, TellsWhatBecomesOfEachLine) {
  CountedLine found{.name = "f", .asset = {}, .book = {}, .present = {}, .counted = Worth{5, 0}};
  CountedLine nothing = found;
  nothing.counted = Worth{0, 0};
  const auto outcomes = DecideConfirmCount(
      CountState::kOpen, {kStarter}, kSigner,
      {Line({1, 1}, Worth{1, 1}), Line({1, 1}, Worth{2, 1}), Line({1, 1}, Worth{1, 2}),
       Line({1, 1}, Worth{0, 0}), Line({0, 0}, Worth{0, 0}), found, nothing});
  ASSERT_TRUE(outcomes);
  EXPECT_EQ(*outcomes,
            (std::vector{CountOutcome::kSame, CountOutcome::kChanged, CountOutcome::kChanged,
                         CountOutcome::kGone, CountOutcome::kSame, CountOutcome::kFound,
                         CountOutcome::kNothing}));
}

}  // namespace
}  // namespace qianmo::registry
