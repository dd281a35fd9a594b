#include "crypto/random.h"

#include <limits>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace qianmo::crypto {
namespace {

TEST(RandomBytes, GivesAsManyAsAsked) {
  for (const std::size_t count : {0, 1, 12, 32, 5000}) EXPECT_EQ(RandomBytes(count).size(), count);
}

TEST(RandomBytes, NeverRepeats) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(RandomBytes(16)).second);
}

TEST(RandomBytes, ReachesEveryValueAtEveryPlace) {
  std::array<std::set<char>, 4> seen;
  for (int i = 0; i < 5000; ++i) {
    const std::string bytes = RandomBytes(4);
    for (std::size_t place = 0; place < 4; ++place) seen[place].insert(bytes[place]);
  }
  for (const auto& values : seen) EXPECT_EQ(values.size(), 256u);
}

TEST(RandomBytes, ThrowsRatherThanReturningFewer) {
  EXPECT_THROW(RandomBytes(std::size_t{std::numeric_limits<int>::max()} + 1),
               std::invalid_argument);
}

}  // namespace
}  // namespace qianmo::crypto
