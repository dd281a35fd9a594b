#include "qianmoctl/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A call that waits to be sent, as rpc/outbox.cc would leave it.
void InsertOutboxRow(const House& house) {
  const std::string id = "01900000-0000-7000-8000-000000000001";
  const std::string sealed =
      crypto::Seal(*crypto::Keyring::Load(house.keys()), "outbox/7/" + id, "request");
  Execute(
      house.url(),
      "INSERT INTO identity.outbox (county_id, outbox_id, ordering_key, position, method,"
      " request, request_id, actor, traceparent, created_time, attempts, faults, next_time, state,"
      " last_error) VALUES (7, '" +
          id + "', 'k', 1, '/m', '\\x" + ToHex(sealed) + "', '" + id +
          "', '', '', '2026-01-02', 0, 0, '2026-01-02', 1, '')");
}

TEST(Verify, PassesAHouseInOrder) {
  const House house = House::Furnished();
  InsertOutboxRow(house);
  const auto outcome = house.Run({"verify"});
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("sealed values open: 1 tried"), Not(HasSubstr("FAULT"))));
}

TEST(Verify, TellsAStrangersKeyRing) {
  const House house = House::Furnished();
  InsertOutboxRow(house);
  const House stranger;
  ASSERT_EQ(stranger.Run({"keys", "init"}).code, 0);
  const auto outcome = house.Run({"verify"}, {{"QIANMO_KEYS", stranger.keys()}});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(
      outcome.output,
      AllOf(HasSubstr("qianmo_identity cannot sign in"),
            HasSubstr("qianmo_messages cannot sign in"), HasSubstr("qianmo_ledger cannot sign in"),
            HasSubstr("qianmo_registry cannot sign in"),
            HasSubstr("1 of 1 values of identity.outbox.request do not open"),
            HasSubstr("5 faults")));
}

TEST(Verify, TellsTheRuleThatATableBreaks) {
  const House house = House::Furnished();
  Execute(house.url(), "GRANT SELECT ON identity.account TO qianmo_ledger");
  Execute(house.url(), "CREATE TABLE identity.stray (county_id int NOT NULL)");
  const auto outcome = house.Run({"verify"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("qianmo_ledger: SELECT on identity.account"),
                                    HasSubstr("identity.stray has no primary key")));
}

TEST(Verify, ComesAfterTheMigrations) {
  const House house;
  ASSERT_EQ(house.Run({"keys", "init"}).code, 0);
  const auto outcome = house.Run({"verify"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("0001_house is not applied"));
}

}  // namespace
}  // namespace qianmo::ctl
