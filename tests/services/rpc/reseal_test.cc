// When keys are known everywhere; the work itself is tested where there is something to reseal.
#include "rpc/reseal.h"

#include <gtest/gtest.h>

#include "support/process.h"

namespace qianmo::test {
namespace {

using namespace std::chrono_literals;

TEST(TimeUntilKnown, CountsFromTheYoungestKeyThatThingsAreBroughtUnder) {
  const support::TemporaryFolder folder;
  const auto keys = folder.path() / "keys";
  const Time made{std::chrono::hours(500'000)};
  ASSERT_TRUE(crypto::Keyring::Create(keys, made));
  const auto until = [&](Time now) {
    return rpc::TimeUntilKnown(crypto::Keyring::Load(keys).value(), now);
  };
  EXPECT_EQ(until(made), 5s);
  EXPECT_EQ(until(made + 4s), 1s);
  EXPECT_EQ(until(made + 5s), 0s);
  EXPECT_EQ(until(made + 1h), 0s);
  ASSERT_TRUE(crypto::Keyring::Rotate(keys, crypto::KeyPurpose::kToken, made + 1h));
  EXPECT_EQ(until(made + 1h), 0s) << "nothing is brought under tokens' keys";
  ASSERT_TRUE(crypto::Keyring::Rotate(keys, crypto::KeyPurpose::kIndex, made + 1h));
  EXPECT_EQ(until(made + 1h), 5s);
}

}  // namespace
}  // namespace qianmo::test
