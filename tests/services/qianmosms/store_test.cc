// The simulator's store: texts once, reports in their order, all of it there after a restart.
#include "qianmosms/store.h"

#include <fstream>

#include <gtest/gtest.h>

#include "support/process.h"

namespace qianmo::sms {
namespace {

using messages::v1::ProviderReport;

const Time kNow{std::chrono::hours(500'000)};

messages::v1::ProviderMessage Text(const std::string& client_id, const std::string& to = "138") {
  messages::v1::ProviderMessage message;
  message.set_client_id(client_id);
  message.set_account("7");
  message.set_to(to);
  message.set_text("text");
  return message;
}

class StoreTest : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_.path() / "store"; }
  support::TemporaryFolder folder_;
};

TEST_F(StoreTest, TakesEachClientIdOnceAlsoAfterARestart) {
  std::string first;
  {
    Store store(file());
    first = store.Take(Text("a"), kNow);
    EXPECT_EQ(store.Take(Text("a"), kNow), first);
    EXPECT_NE(store.Take(Text("b"), kNow), first);
    EXPECT_EQ(store.Take(Text("a", "139"), kNow), "") << "another text under the same id";
  }
  std::ofstream(file(), std::ios::app) << R"({"message":{"client_id":"c)";  // cut short
  Store store(file());
  EXPECT_EQ(store.Take(Text("a"), kNow), first);
  EXPECT_EQ(store.texts().size(), 2u);
  EXPECT_EQ(store.texts()[0].repeats(), 2);
  store.Take(Text("c"), kNow);
  EXPECT_EQ(Store(file()).texts().size(), 3u);
}

TEST_F(StoreTest, TellsReportsOnceTheyAreDue) {
  Store store(file());
  const Faults faults{.report_delay = std::chrono::milliseconds(50), .dead_numbers = {"dead"}};
  store.Take(Text("a"), kNow);
  store.Take(Text("b", "dead"), kNow);
  store.Report(faults, kNow + std::chrono::milliseconds(50) - Duration(1));
  EXPECT_EQ(store.Reports("7", "", 9).reports_size(), 0);
  store.Report(faults, kNow + std::chrono::milliseconds(50));
  store.Report(faults, kNow + std::chrono::milliseconds(50));
  const auto all = store.Reports("7", "", 9);
  ASSERT_EQ(all.reports_size(), 2);
  EXPECT_EQ(all.reports(0).outcome(), ProviderReport::OUTCOME_DELIVERED);
  EXPECT_EQ(all.reports(1).outcome(), ProviderReport::OUTCOME_FAILED);
  EXPECT_EQ(store.Reports("8", "", 9).reports_size(), 0);
  const auto one = store.Reports("7", "", 1);
  ASSERT_EQ(one.reports_size(), 1);
  const auto rest = store.Reports("7", one.cursor(), 9);
  ASSERT_EQ(rest.reports_size(), 1);
  EXPECT_EQ(rest.reports(0).client_id(), "b");
  EXPECT_EQ(Store(file()).Reports("7", "", 9).reports_size(), 2) << "after a restart";
}

TEST_F(StoreTest, TellsReportsTwiceReversedAndContradictingWhenItIsToldTo) {
  Store store(file());
  store.Take(Text("a"), kNow);
  store.Take(Text("b"), kNow);
  store.Report({.report_twice = true, .report_reversed = true, .report_contradicting = true}, kNow);
  const auto all = store.Reports("7", "", 20);
  ASSERT_EQ(all.reports_size(), 8);
  EXPECT_EQ(all.reports(0).client_id(), "b");
  EXPECT_EQ(all.reports(0).report_id(), all.reports(1).report_id());
  EXPECT_NE(all.reports(0).report_id(), all.reports(2).report_id());
  EXPECT_EQ(all.reports(3).outcome(), ProviderReport::OUTCOME_FAILED);
  EXPECT_EQ(all.reports(4).client_id(), "a");
}

}  // namespace
}  // namespace qianmo::sms
