// Months that are closed one after the other.
#include "ledger/domain/period.h"

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

using std::chrono::year;

Date Day(int y, int m, int d) { return Date(year(y) / m / d); }

// Books since March 2025 of which all is closed before November 2025.
const BooksTerms kBooks{
    .first_month = Month::Of(2025, 3), .open_month = Month::Of(2025, 11), .carried_year = 2024};

template <class T>
std::string ReasonOf(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(Month, KnowsItsDays) {
  EXPECT_EQ(Month(Day(2024, 2, 29)).text(), "2024-02");
  EXPECT_EQ(Month::Of(2024, 2).last_day(), Day(2024, 2, 29));
  EXPECT_EQ(Month::Of(2025, 12).next(), Month::Of(2026, 1));
  EXPECT_EQ(Month::Of(2025, 12).text(), "2025-12");
  EXPECT_EQ(Month::Of(2025, 12).last_day(), Day(2025, 12, 31));
  EXPECT_EQ(Month::Of(2026, 1).year(), 2026);
  EXPECT_LT(Month::Of(2025, 12), Month::Of(2026, 1));
}

TEST(VoucherDate, LiesInAnOpenMonthAndNotAhead) {
  const Date today = Day(2025, 12, 10);
  struct Case {
    Date day;
    const char* reason;
  };
  for (const Case& one :
       {Case{Day(2025, 2, 28), "PERIOD_BEFORE_BOOKS"}, Case{Day(2025, 3, 1), "PERIOD_CLOSED"},
        Case{Day(2025, 10, 31), "PERIOD_CLOSED"}, Case{Day(2025, 11, 1), ""},
        Case{Day(2025, 12, 10), ""}, Case{Day(2025, 12, 11), "DATE_AHEAD"}}) {
    EXPECT_EQ(ReasonOf(CheckVoucherDate(kBooks, one.day, today)), one.reason)
        << Month(one.day).text();
  }
}

TEST(ClosePeriod, TakesTheOpenMonthOnceItIsOver) {
  const auto closed = DecideClosePeriod(kBooks, Month::Of(2025, 11), Day(2025, 12, 1), 0, true);
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->open_month, Month::Of(2025, 12));
  EXPECT_EQ(ReasonOf(DecideClosePeriod(kBooks, Month::Of(2025, 11), Day(2025, 11, 30), 0, false)),
            "PERIOD_NOT_OVER");
  EXPECT_EQ(ReasonOf(DecideClosePeriod(kBooks, Month::Of(2025, 11), Day(2025, 12, 1), 1, false)),
            "PERIOD_HAS_DRAFTS");
  for (const Month other : {Month::Of(2025, 10), Month::Of(2025, 12)}) {
    EXPECT_EQ(ReasonOf(DecideClosePeriod(kBooks, other, Day(2026, 2, 1), 0, false)),
              "PERIOD_OUT_OF_ORDER");
  }
}

TEST(ClosePeriod, TakesDecemberWhenTheYearIsCarried) {
  BooksTerms books = kBooks;
  books.open_month = Month::Of(2025, 12);
  const Date after = Day(2026, 1, 1);
  EXPECT_EQ(ReasonOf(DecideClosePeriod(books, books.open_month, after, 0, true)),
            "PERIOD_NOT_CARRIED");
  EXPECT_EQ(ReasonOf(DecideClosePeriod(books, books.open_month, after, 0, false)), "");
}

TEST(CarryYear, IsOfTheOpenYearOnceItIsOver) {
  struct Case {
    int year;
    Date today;
    const char* reason;
  };
  for (const Case& one :
       {Case{2025, Day(2026, 1, 1), ""}, Case{2025, Day(2025, 12, 31), "PERIOD_NOT_OVER"},
        Case{2024, Day(2026, 1, 1), "PERIOD_CARRIED"},
        Case{2026, Day(2027, 1, 1), "PERIOD_OUT_OF_ORDER"}}) {
    EXPECT_EQ(ReasonOf(DecideCarryYear(kBooks, one.year, one.today)), one.reason) << one.year;
  }
}

TEST(VoucherDate, IsOfNoYearThatIsCarried) {
  BooksTerms books = kBooks;
  books.carried_year = 2025;
  EXPECT_EQ(ReasonOf(CheckVoucherDate(books, Day(2025, 12, 31), Day(2026, 1, 5))),
            "PERIOD_CARRIED");
  EXPECT_EQ(ReasonOf(CheckVoucherDate(books, Day(2026, 1, 1), Day(2026, 1, 5))), "");
}

TEST(ReopenPeriod, TakesTheLastOneWhileItsYearIsNotCarried) {
  const auto open = DecideReopenPeriod(kBooks, Month::Of(2025, 10));
  ASSERT_TRUE(open);
  EXPECT_EQ(open->open_month, Month::Of(2025, 10));
  for (const Month other : {Month::Of(2025, 9), Month::Of(2025, 11)}) {
    EXPECT_EQ(ReasonOf(DecideReopenPeriod(kBooks, other)), "PERIOD_OUT_OF_ORDER");
  }
  BooksTerms fresh = kBooks;
  fresh.open_month = fresh.first_month;
  EXPECT_EQ(ReasonOf(DecideReopenPeriod(fresh, Month::Of(2025, 2))), "PERIOD_OUT_OF_ORDER")
      << "there are no books before the first month";
  BooksTerms carried = kBooks;
  carried.carried_year = 2025;
  EXPECT_EQ(ReasonOf(DecideReopenPeriod(carried, Month::Of(2025, 10))), "PERIOD_CARRIED");
}

}  // namespace
}  // namespace qianmo::ledger
