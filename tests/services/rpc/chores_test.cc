// Chores: every county gets its turn, trouble does not end them, and they end with the server.
#include "rpc/chores.h"

#include <atomic>
#include <map>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/becomes.h"
#include "support/database.h"
#include "support/process.h"

namespace qianmo::test {
namespace {

using std::chrono::milliseconds;

class ChoresTest : public testing::Test {
 protected:
  ChoresTest() {
    database_.Execute(
        "INSERT INTO house.county (county_id, name, code)"
        " VALUES (9, 'nine', '990009'), (7, 'seven', '990007')");
    if (!crypto::Keyring::Create(folder_.path() / "keys", clock_.Now())) throw std::logic_error("");
    keyring_ = *crypto::LiveKeyring::Open(folder_.path() / "keys");
    pool_ = database_.PoolFor("identity");
    room_ = std::make_unique<rpc::Room>(
        rpc::Room{.service = "identity", .pool = *pool_, .keyring = *keyring_, .clock = clock_});
  }

  support::Database database_;
  support::TemporaryFolder folder_;
  SystemClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<pg::Pool> pool_;
  std::unique_ptr<rpc::Room> room_;
};

TEST_F(ChoresTest, GoOnWithACountyUntilNothingMoreWaitsThere) {
  std::mutex mutex;
  std::vector<int> turns;
  rpc::Chores chores(*room_);
  chores.Every(std::chrono::hours(1), "count", [&](CountyId county) {
    std::lock_guard lock(mutex);
    turns.push_back(county.number);
    return turns.size() < 3;
  });
  chores.Start();
  ASSERT_TRUE(support::Becomes([&] {
    std::lock_guard lock(mutex);
    return turns.size() >= 4;
  }));
  std::lock_guard lock(mutex);
  EXPECT_THAT(turns, testing::ElementsAre(7, 7, 7, 9));
}

TEST_F(ChoresTest, ComeRoundAgainAlsoAfterTrouble) {
  std::atomic<int> failing = 0;
  std::atomic<int> well = 0;
  rpc::Chores chores(*room_);
  chores.Every(milliseconds(5), "fail", [&](CountyId) -> bool {
    ++failing;
    throw std::runtime_error("not today");
  });
  chores.Every(milliseconds(5), "do", [&](CountyId) {
    ++well;
    return false;
  });
  chores.Start();
  EXPECT_TRUE(support::Becomes([&] { return failing >= 3 && well >= 6; }));
}

TEST_F(ChoresTest, OneCountyInTroubleKeepsNoOtherWaiting) {
  std::atomic<int> turns = 0;
  rpc::Chores chores(*room_);
  chores.Every(std::chrono::hours(1), "fail in the first", [&](CountyId county) -> bool {
    if (county.number == 7) throw std::runtime_error("not in seven");
    ++turns;
    return false;
  });
  chores.Start();
  EXPECT_TRUE(support::Becomes([&] { return turns == 1; }));
}

TEST_F(ChoresTest, EndInTheMiddleOfEndlessWork) {
  std::atomic<int> pieces = 0;
  {
    rpc::Chores chores(*room_);
    chores.Every(milliseconds(1), "for ever", [&](CountyId) {
      ++pieces;
      return true;
    });
    chores.Start();
    ASSERT_TRUE(support::Becomes([&] { return pieces > 0; }));
  }
  const int at_end = pieces;
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(pieces, at_end);
}

}  // namespace
}  // namespace qianmo::test
