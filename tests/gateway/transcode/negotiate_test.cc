#include "gateway/transcode/negotiate.h"

#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

using std::chrono::milliseconds;

TEST(Accepts, WeighsTheMostExactRange) {
  const struct {
    const char* accept;
    bool accepted;
  } cases[] = {
      {"", true},
      {"*/*", true},
      {"application/*", true},
      {"application/json", true},
      {"Application/JSON", true},
      {"text/html, application/json;q=0.5", true},
      {"text/html,application/xhtml+xml,*/*;q=0.8", true},
      {"text/html", false},
      {"text/*", false},
      {"application/json;q=0", false},
      {"application/json;q=0.000", false},
      {"application/json;q=0, */*", false},
      {"*/*;q=0", false},
      {"*/*;q=0, application/*", true},
      {"application/jsonp", false},
      {"application", false},
      {",,;q=;", false},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(Accepts(one.accept, "application/json"), one.accepted) << one.accept;
  }
}

TEST(IsJson, TakesJsonInUtf8Only) {
  for (const char* yes : {"application/json", "application/json; charset=utf-8",
                          "Application/Json;charset=\"UTF-8\"", "application/json ; a=b"}) {
    EXPECT_TRUE(IsJson(yes)) << yes;
  }
  for (const char* no : {"", "text/plain", "application/json; charset=gbk", "application/json-seq",
                         "application/json; charset", "application/x-www-form-urlencoded"}) {
    EXPECT_FALSE(IsJson(no)) << no;
  }
}

TEST(WaitOf, TakesSecondsAndMillisecondsUpToTheLongest) {
  EXPECT_EQ(WaitOf(""), kLongestWait);
  EXPECT_EQ(WaitOf("5"), milliseconds(5'000));
  EXPECT_EQ(WaitOf("2.5"), milliseconds(2'500));
  EXPECT_EQ(WaitOf("2.5s"), milliseconds(2'500));
  EXPECT_EQ(WaitOf("300ms"), milliseconds(300));
  EXPECT_EQ(WaitOf("1ms"), milliseconds(1));
  EXPECT_EQ(WaitOf("30"), kLongestWait);
  EXPECT_EQ(WaitOf("31"), kLongestWait);
  EXPECT_EQ(WaitOf("999999999999"), kLongestWait);
  for (const char* no : {"0", "0.0", "-1", "1e3", "five", "s", "ms", ".5", "1.2.3", "0.5ms", "nan",
                         "1 s", "9999999999999"}) {
    EXPECT_FALSE(WaitOf(no)) << no;
  }
}

}  // namespace
}  // namespace qianmo::gateway
