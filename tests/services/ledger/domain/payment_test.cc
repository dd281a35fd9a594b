// What a bank's reports make of a payment: every state meets every report.
#include "ledger/domain/payment.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace qianmo::ledger {
namespace {

using S = AttemptState;
using R = BankReport;

const std::vector<R> kReports = {R::kAccepted, R::kPaid,    R::kRejected,
                                 R::kReturned, R::kPending, R::kUnknown};

constexpr ReportDecision kStays(S state) { return {.state = state}; }
constexpr ReportDecision kPays{.state = S::kPaid, .pays = true};
constexpr ReportDecision kComesBack{.state = S::kReturned, .pays = true, .takes_back = true};
constexpr ReportDecision Against(S state) { return {.state = state, .contradicts = true}; }

TEST(DecideReport, SaysOfEveryStateWhatEveryReportChanges) {
  const std::vector<ReportDecision> open = {kStays(S::kAccepted), kPays,       kStays(S::kRejected),
                                            kComesBack,           kStays(S{}), kStays(S::kUnknown)};
  const std::map<S, std::vector<ReportDecision>> table = {
      {S::kQueued, std::vector(6, Against(S::kQueued))},
      {S::kSent, open},
      {S::kAccepted, open},
      {S::kUnknown, open},
      {S::kPaid,
       {kStays(S::kPaid), kStays(S::kPaid), Against(S::kPaid),
        ReportDecision{.state = S::kReturned, .takes_back = true}, kStays(S::kPaid),
        kStays(S::kPaid)}},
      {S::kRejected,
       {Against(S::kRejected), Against(S::kRejected), kStays(S::kRejected), Against(S::kRejected),
        kStays(S::kRejected), kStays(S::kRejected)}},
      {S::kReturned,
       {kStays(S::kReturned), kStays(S::kReturned), Against(S::kReturned), kStays(S::kReturned),
        kStays(S::kReturned), kStays(S::kReturned)}}};
  ASSERT_EQ(table.size(), 7u);
  for (const auto& [state, row] : table) {
    for (std::size_t i = 0; i < kReports.size(); ++i) {
      ReportDecision expected = row[i];
      if (expected.state == S{}) expected.state = state;
      EXPECT_EQ(DecideReport(state, kReports[i]), expected)
          << static_cast<int>(state) << " and report " << i;
    }
  }
}

TEST(DecideReport, PaysOnceWhateverComesAfterwards) {
  for (const S start : {S::kSent, S::kAccepted, S::kUnknown}) {
    for (const R first : kReports) {
      for (const R second : kReports) {
        for (const R third : kReports) {
          S state = start;
          int paid = 0, back = 0;
          for (const R report : {first, second, third}) {
            const ReportDecision decision = DecideReport(state, report);
            paid += decision.pays ? 1 : 0;
            back += decision.takes_back ? 1 : 0;
            EXPECT_TRUE(!decision.contradicts || decision.state == state);
            state = decision.state;
          }
          EXPECT_LE(paid, 1);
          EXPECT_LE(back, paid);
          EXPECT_EQ(paid - back, state == S::kPaid ? 1 : 0);
        }
      }
    }
  }
}

TEST(DecideByHand, BelievesTwoPersonsWhereTheyCanBeRight) {
  struct Row {
    S state;
    ReportDecision paid, returned, rejected;
  };
  constexpr ReportDecision kBack{.state = S::kReturned, .takes_back = true};
  for (const Row& row :
       {Row{S::kQueued, kPays, Against(S::kQueued), Against(S::kQueued)},
        Row{S::kSent, kPays, Against(S::kSent), kStays(S::kRejected)},
        Row{S::kAccepted, kPays, Against(S::kAccepted), kStays(S::kRejected)},
        Row{S::kUnknown, kPays, Against(S::kUnknown), kStays(S::kRejected)},
        Row{S::kRejected, kPays, Against(S::kRejected), Against(S::kRejected)},
        Row{S::kPaid, Against(S::kPaid), kBack, Against(S::kPaid)},
        Row{S::kReturned, Against(S::kReturned), Against(S::kReturned), Against(S::kReturned)}}) {
    EXPECT_EQ(DecideByHand(row.state, R::kPaid), row.paid) << static_cast<int>(row.state);
    EXPECT_EQ(DecideByHand(row.state, R::kReturned), row.returned) << static_cast<int>(row.state);
    EXPECT_EQ(DecideByHand(row.state, R::kRejected), row.rejected) << static_cast<int>(row.state);
    for (const R other : {R::kAccepted, R::kPending, R::kUnknown}) {
      EXPECT_EQ(DecideByHand(row.state, other), Against(row.state));
    }
  }
}

TEST(DecideRetry, TriesNothingOfWhichTheBankSaidTwoThings) {
  for (const auto state : {AttemptState::kRejected, AttemptState::kReturned}) {
    EXPECT_TRUE(DecideRetry(state, {}));
    const auto decided = DecideRetry(state, {.contradicted = true, .name = "p"});
    ASSERT_FALSE(decided);
    EXPECT_EQ(decided.refusal().reason, "PAYMENT_CONTRADICTED");
    const auto waiting = DecideRetry(state, {.in_correction = true, .name = "p"});
    ASSERT_FALSE(waiting);
    EXPECT_EQ(waiting.refusal().reason, "CORRECTION_OPEN");
  }
}

TEST(DecideRetry, TriesAgainOnlyWhatWasNotPaidOrCameBack) {
  const std::map<S, std::string> table = {{S::kQueued, "PAYMENT_UNDER_WAY"},
                                          {S::kSent, "PAYMENT_UNDER_WAY"},
                                          {S::kAccepted, "PAYMENT_UNDER_WAY"},
                                          {S::kPaid, "PAYMENT_PAID"},
                                          {S::kRejected, ""},
                                          {S::kReturned, ""},
                                          {S::kUnknown, "PAYMENT_UNKNOWN"}};
  for (const auto& [state, reason] : table) {
    const auto decided = DecideRetry(state, {});
    EXPECT_EQ(decided ? "" : decided.refusal().reason, reason) << static_cast<int>(state);
  }
}

}  // namespace
}  // namespace qianmo::ledger
