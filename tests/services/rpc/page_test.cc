// Page tokens: they lead on from the last name of a page, and nobody else's are taken.
#include "rpc/page.h"

#include <gtest/gtest.h>

#include "rpc/timestamp.h"

namespace qianmo::rpc {
namespace {

TEST(Page, RefusesTokensOfOthers) {
  EXPECT_EQ(Page::Parse(0, "")->size, 50);
  EXPECT_EQ(Page::Parse(7, "")->limit(), 8);
  EXPECT_FALSE(Page::Parse(0, "AAAA"));
  const Uuid id = Uuid::Make(SystemClock().Now());
  EXPECT_EQ(Page::Parse(0, PageTokenAfter("counties/7/accounts/" + id.ToString()))->after, id);
}

TEST(Timestamp, KeepsEveryMicrosecond) {
  for (const std::int64_t micros : {0LL, 1LL, 1'764'000'000'123'456LL, -1LL}) {
    const Time time{Duration(micros)};
    EXPECT_EQ(ToTime(ToTimestamp(time)), time) << micros;
  }
}

}  // namespace
}  // namespace qianmo::rpc
