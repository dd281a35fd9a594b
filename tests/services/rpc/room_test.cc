// What background work of a service asks first.
#include "rpc/room.h"

#include <gtest/gtest.h>

#include "support/database.h"
#include "support/process.h"

namespace qianmo::test {
namespace {

TEST(Room, KnowsEveryCountyOfItsDatabase) {
  const support::Database database;
  database.Execute(
      "INSERT INTO house.county (county_id, name, code)"
      " VALUES (9, 'nine', '990009'), (7, 'seven', '990007')");
  const auto pool = database.PoolFor("identity");
  const support::TemporaryFolder folder;
  ASSERT_TRUE(crypto::Keyring::Create(folder.path() / "keys", SystemClock().Now()).ok());
  const auto keyring = crypto::LiveKeyring::Open(folder.path() / "keys");
  const SystemClock clock;
  const rpc::Room room{.service = "identity", .pool = *pool, .keyring = **keyring, .clock = clock};
  EXPECT_EQ(rpc::CountiesOf(room), (std::vector<CountyId>{{7}, {9}}));
  EXPECT_EQ(room.Table("journal"), "identity.journal");
}

}  // namespace
}  // namespace qianmo::test
