// Spreads: by examples, and exact for any sum and any days.
#include "ledger/domain/spread.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/time_text.h"
#include "ledger/domain/spread_refusals.h"

namespace qianmo::ledger {
namespace {

Date On(std::string_view iso) { return ParseIsoDate(iso).value(); }

// "2026-01-01/2026-12-31 due 2026-01-01: 100"
std::vector<std::string> Said(std::int64_t total, std::string_view first, std::string_view last,
                              SpreadMethod method) {
  const auto parts = SpreadSchedule(Fen(total), On(first), On(last), method);
  if (!parts) return {parts.refusal().reason};
  std::vector<std::string> said;
  for (const SpreadPart& part : *parts) {
    said.push_back(FormatIsoDate(part.first) + "/" + FormatIsoDate(part.last) + " due " +
                   FormatIsoDate(part.due) + ": " + std::to_string(part.amount.count()));
  }
  return said;
}

using Parts = std::vector<std::string>;

TEST(SpreadSchedule, HasEqualLeaseYearsAndTheResidueInTheLast) {
  EXPECT_EQ(Said(1000, "2026-03-01", "2029-02-28", SpreadMethod::kLeaseYears),
            (Parts{"2026-03-01/2027-02-28 due 2026-03-01: 333",
                   "2027-03-01/2028-02-29 due 2027-03-01: 333",
                   "2028-03-01/2029-02-28 due 2028-03-01: 334"}));
}

TEST(SpreadSchedule, CountsABrokenLastYearByItsDays) {
  EXPECT_EQ(Said(2500'00, "2026-01-01", "2028-07-01", SpreadMethod::kLeaseYears),
            (Parts{"2026-01-01/2026-12-31 due 2026-01-01: 100000",
                   "2027-01-01/2027-12-31 due 2027-01-01: 100000",
                   "2028-01-01/2028-07-01 due 2028-01-01: 50000"}))
      << "183 days of 366";
  EXPECT_EQ(Said(100, "2024-02-29", "2026-02-28", SpreadMethod::kLeaseYears),
            (Parts{"2024-02-29/2025-02-28 due 2024-02-29: 50",
                   "2025-03-01/2026-02-28 due 2025-03-01: 50"}));
}

TEST(SpreadSchedule, CountsCalendarYearsAndMonthsByTheirDays) {
  EXPECT_EQ(
      Said(731, "2026-12-30", "2028-12-29", SpreadMethod::kYearsByDays),
      (Parts{"2026-12-30/2026-12-31 due 2026-12-31: 2", "2027-01-01/2027-12-31 due 2027-12-31: 365",
             "2028-01-01/2028-12-29 due 2028-12-29: 364"}));
  EXPECT_EQ(
      Said(100, "2026-01-31", "2026-03-01", SpreadMethod::kMonthsByDays),
      (Parts{"2026-01-31/2026-01-31 due 2026-01-31: 3", "2026-02-01/2026-02-28 due 2026-02-28: 93",
             "2026-03-01/2026-03-01 due 2026-03-01: 4"}));
}

TEST(SpreadSchedule, RefusesDaysAndSumsThatCannotBeCut) {
  EXPECT_EQ(Said(100, "2026-01-02", "2026-01-01", SpreadMethod::kLeaseYears),
            Parts{"SPREAD_DAYS_UNFIT"});
  EXPECT_EQ(Said(100'000, "2026-01-01", "2126-01-01", SpreadMethod::kMonthsByDays),
            Parts{"SPREAD_DAYS_UNFIT"});
  EXPECT_EQ(Said(100'000, "2026-01-01", "2125-12-31", SpreadMethod::kMonthsByDays).size(), 1200u);
  EXPECT_EQ(Said(1, "2026-01-01", "2027-12-31", SpreadMethod::kLeaseYears),
            Parts{"SPREAD_TOO_FINE"});
  EXPECT_EQ(Said(1, "2026-01-01", "2026-01-01", SpreadMethod::kLeaseYears),
            Parts{"2026-01-01/2026-01-01 due 2026-01-01: 1"});
}

RC_GTEST_PROP(SpreadSchedule, IsTheWholeInPartsThatJoin, ()) {
  const Fen total(*rc::gen::inRange<std::int64_t>(2'000, 1'000'000'000'000));
  const Date first = On("2020-01-01") + std::chrono::days(*rc::gen::inRange(0, 4'000));
  const Date last = first + std::chrono::days(*rc::gen::inRange(0, 36'000));
  const auto method = *rc::gen::element(SpreadMethod::kLeaseYears, SpreadMethod::kYearsByDays,
                                        SpreadMethod::kMonthsByDays);
  const auto parts = SpreadSchedule(total, first, last, method);
  RC_PRE(parts.ok());
  Fen sum;
  Date next = first;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    const SpreadPart& part = parts->at(i);
    RC_ASSERT(part.number == static_cast<int>(i) + 1);
    RC_ASSERT(part.first == next);
    RC_ASSERT(part.last >= part.first);
    RC_ASSERT(part.due == part.first || part.due == part.last);
    RC_ASSERT(part.amount > Fen());
    sum += part.amount;
    next = part.last + std::chrono::days(1);
  }
  RC_ASSERT(next == last + std::chrono::days(1));
  RC_ASSERT(sum == total);
  if (method == SpreadMethod::kLeaseYears) {
    for (std::size_t i = 0; i + 2 < parts->size(); ++i) {
      RC_ASSERT(parts->at(i).amount == parts->at(i + 1).amount);
    }
  }
}

template <class T>
std::string Answer(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(SpreadLine, CreditsTheDebtOfAPostedVoucher) {
  const auto line = [](Side side, const char* code) {
    return VoucherLine{.side = side, .account = AccountCode::Parse(code).value(), .amount = Fen(1)};
  };
  const std::vector<VoucherLine> lines = {line(Side::kDebit, "102"), line(Side::kCredit, "21101"),
                                          line(Side::kDebit, "211"), line(Side::kCredit, "501")};
  const VoucherFacts posted{.state = VoucherState::kPosted, .maker_person = {}, .total = Fen(1)};
  for (const int position : {0, 1, 3, 4, 5}) {
    EXPECT_EQ(Answer(CheckSpreadLine(posted, lines, position)), "SPREAD_VOUCHER_UNFIT") << position;
  }
  EXPECT_EQ(Answer(CheckSpreadLine(posted, lines, 2)), "");
  VoucherFacts other = posted;
  other.state = VoucherState::kDraft;
  EXPECT_EQ(Answer(CheckSpreadLine(other, lines, 2)), "SPREAD_VOUCHER_UNFIT");
  other = posted;
  other.is_reversed = true;
  EXPECT_EQ(Answer(CheckSpreadLine(other, lines, 2)), "SPREAD_VOUCHER_UNFIT");
}

TEST(SpreadAccount, IsOneOfIncomeThatVouchersCanName) {
  const auto code = [](const char* text) { return AccountCode::Parse(text).value(); };
  EXPECT_EQ(Answer(CheckSpreadAccount({code("50101")}, code("50101"))), "");
  EXPECT_EQ(Answer(CheckSpreadAccount({code("50101")}, code("501"))), "ACCOUNT_DIVIDED");
  EXPECT_EQ(Answer(CheckSpreadAccount({}, code("511"))), "SPREAD_ACCOUNT_UNFIT");
  EXPECT_EQ(Answer(CheckSpreadAccount({}, code("599"))), "ACCOUNT_UNKNOWN");
}

TEST(DayOfPart, IsTheFirstThatTakesVouchers) {
  const BooksTerms books{
      .first_month = Month::Of(2025, 1), .open_month = Month::Of(2026, 3), .carried_year = 2025};
  BooksTerms carried = books;
  carried.carried_year = 2026;
  struct Case {
    const char *due, *today, *day;
  };
  for (const Case& one :
       {Case{"2026-03-10", "2026-03-10", "2026-03-10"}, Case{"2026-03-10", "2026-03-09", ""},
        Case{"2026-02-10", "2026-03-09", "2026-03-01"},
        Case{"2025-12-31", "2026-04-01", "2026-03-01"}}) {
    const auto day = DayOfPart(books, On(one.due), On(one.today));
    EXPECT_EQ(day ? FormatIsoDate(*day) : "", one.day) << one.due;
  }
  EXPECT_EQ(DayOfPart(carried, On("2026-03-10"), On("2026-12-31")), std::nullopt);
  EXPECT_EQ(DayOfPart(carried, On("2026-03-10"), On("2027-01-05")), On("2027-01-01"));
}

TEST(SpreadRefusals, HaveReasonsOfTheirOwn) {
  using namespace refusals;
  std::set<std::string> reasons;
  for (const Refusal& refusal :
       {SpreadNotFound(), SpreadExists(), SpreadVoucherUnfit(), SpreadDaysUnfit(1), SpreadTooFine(),
        SpreadAccountUnfit(), SpreadEnded(), SpreadPartWaits()}) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason;
  }
}

}  // namespace
}  // namespace qianmo::ledger
