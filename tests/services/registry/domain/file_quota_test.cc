// Both sides of the bounds.
#include "registry/domain/file_quota.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

TEST(FileQuota, IsSpentToTheLastByteAndNotBeyond) {
  struct Case {
    KeptBytes kept;
    std::int64_t size;
    const char* whose;  // "" when there is room
    const char* left;
  };
  constexpr std::int64_t kAccount = kMostBytesOfAccount;
  constexpr std::int64_t kCounty = kMostBytesOfCounty;
  const std::vector<Case> cases = {{{0, 0}, 1, "", ""},
                                   {{0, 0}, kAccount, "", ""},
                                   {{0, 0}, kAccount + 1, "account", "2147483648"},
                                   {{kAccount - 5, 0}, 5, "", ""},
                                   {{kAccount - 5, 0}, 6, "account", "5"},
                                   {{kAccount, kCounty}, 1, "account", "0"},
                                   {{kAccount + 7, 0}, 1, "account", "0"},
                                   {{0, kCounty - 5}, 5, "", ""},
                                   {{0, kCounty - 5}, 6, "county", "5"},
                                   {{0, kCounty}, 1, "county", "0"}};
  for (const Case& c : cases) {
    const auto decided = DecideRoom(c.kept, c.size);
    ASSERT_EQ(decided.ok(), std::string(c.whose).empty()) << c.kept.of_account << " " << c.size;
    if (decided.ok()) continue;
    EXPECT_EQ(decided.refusal().reason, "FILE_QUOTA_SPENT");
    EXPECT_EQ(decided.refusal().metadata[0].second, c.whose);
    EXPECT_EQ(decided.refusal().metadata[1].second, c.left);
  }
}

}  // namespace
}  // namespace qianmo::registry
