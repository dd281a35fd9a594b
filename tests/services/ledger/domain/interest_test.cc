// Interest: nights counted, and every fen of it somebody's.
#include "ledger/domain/interest.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/allocate.h"

namespace qianmo::ledger {
namespace {

Date DayOf(int day) { return Date(std::chrono::year(2026) / 11 / 1) + std::chrono::days(day - 1); }

TEST(FenDays, CountsNightsFromTheFirstDayToTheLast) {
  struct Case {
    const char* what;
    std::vector<OpenChange> changes;
    std::int64_t expected;
  };
  for (const Case& one :
       {Case{"the whole time", {{DayOf(1), Fen(10)}}, 100},
        Case{"since before", {{DayOf(-20), Fen(10)}}, 100},
        Case{"not yet", {{DayOf(11), Fen(10)}}, 0},
        Case{"the last night", {{DayOf(10), Fen(10)}}, 10},
        Case{"five nights", {{DayOf(1), Fen(10)}, {DayOf(6), Fen(-10)}}, 50},
        Case{"in and out on one day", {{DayOf(3), Fen(10)}, {DayOf(3), Fen(-10)}}, 0},
        Case{"gone before", {{DayOf(-20), Fen(10)}, {DayOf(1), Fen(-10)}}, 0},
        Case{"less and less",
             {{DayOf(1), Fen(10)}, {DayOf(2), Fen(-3)}, {DayOf(4), Fen(-7)}},
             10 + 7 + 7}}) {
    EXPECT_EQ(FenDays(one.changes, DayOf(1), DayOf(10)), one.expected) << one.what;
  }
}

TEST(CheckInterestDays, WantsDaysThatAreOver) {
  const auto why = [](int first, int last, int today) -> std::string {
    const auto checked = CheckInterestDays(DayOf(first), DayOf(last), DayOf(today));
    return checked ? "" : checked.refusal().reason;
  };
  EXPECT_EQ(why(1, 1, 2), "");
  EXPECT_EQ(why(1, 2, 2), "DAYS_NOT_OVER");
  EXPECT_EQ(why(2, 1, 5), "DAYS_REVERSED");
}

RC_GTEST_PROP(Interest, IsSomebodysToTheFenAndOfNobodyElse, ()) {
  const auto amount = *rc::gen::inRange<std::int64_t>(0, 100'000'000);
  const auto deposits = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(1, 100'000'000), rc::gen::inRange(1, 12))));
  std::vector<std::string> keys;
  std::vector<std::int64_t> weights;
  std::int64_t all = 0;
  for (const auto& [fen, day] : deposits) {
    weights.push_back(FenDays({{DayOf(day), Fen(fen)}}, DayOf(1), DayOf(10)));
    RC_ASSERT(weights.back() == std::int64_t{fen} * std::max(0, 11 - day));
    keys.push_back(std::to_string(keys.size()));
    all += weights.back();
  }
  RC_PRE(all > 0);
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < keys.size(); ++i) claims.push_back({weights[i], keys[i]});
  const auto parts = Allocate(Fen(amount), claims);
  RC_ASSERT(parts.ok());
  Fen sum;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    sum += (*parts)[i];
    if (weights[i] == 0) RC_ASSERT((*parts)[i] == Fen());
  }
  RC_ASSERT(sum == Fen(amount));
}

}  // namespace
}  // namespace qianmo::ledger
