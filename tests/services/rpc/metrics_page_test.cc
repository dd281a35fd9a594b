#include "rpc/metrics_page.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include "support/process.h"

namespace qianmo::rpc {
namespace {

using std::chrono::steady_clock;
using testing::HasSubstr;

std::shared_ptr<prometheus::Registry> Sheep() {
  auto metrics = std::make_shared<prometheus::Registry>();
  prometheus::BuildGauge().Name("sheep").Register(*metrics).Add({}).Set(7);
  return metrics;
}

TEST(MetricsPage, ShowsMetricsAndGoesAtOnce) {
  const std::string address = "127.0.0.1:" + std::to_string(support::FreePort());
  auto page = std::make_unique<MetricsPage>(address, Sheep());
  const auto shown = support::RunToEnd({"curl", "-sS", "http://" + address + "/metrics"}, {});
  EXPECT_THAT(shown.output, HasSubstr("sheep 7"));
  const auto since = steady_clock::now();
  page.reset();
  EXPECT_LT(steady_clock::now() - since, std::chrono::milliseconds(1'000));
}

TEST(MetricsPage, SaysThatItCannotListen) {
  const std::string address = "127.0.0.1:" + std::to_string(support::FreePort());
  const MetricsPage page(address, Sheep());
  EXPECT_THROW(MetricsPage(address, Sheep()), std::runtime_error);
  EXPECT_THROW(MetricsPage("nowhere", Sheep()), std::runtime_error);
}

}  // namespace
}  // namespace qianmo::rpc
