// Which ways messages take out of the house, with identity beside it to say who is meant.
#include "messages/delivery_plan.h"

#include <thread>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "identity/install.h"
#include "services/messages/bidder.h"
#include "support/becomes.h"

namespace qianmo::messages {
namespace {

class PlanTest : public testing::Test {
 protected:
  PlanTest()
      : room_({}, [](rpc::Server& server) { identity::Install(server.Host("identity")); }),
        pool_(room_.database().PoolFor("identity")) {}

  rpc::v1::Caller Bidder(const std::string& phone) { return PutBidder(room_, *pool_, phone); }
  void Choose(const rpc::v1::Caller& caller, const std::string& columns,
              const std::string& values) {
    room_.database().Execute(
        "INSERT INTO messages.preferences (county_id, account_id, locale, quiet_start, quiet_end,"
        " changes" +
        columns + ") VALUES (7, '" + caller.account_id() + "', 1, 1260, 480, 1" + values + ")");
  }
  bool Planned() {
    return support::Becomes(
        [&] { return room_.Query("SELECT count(*) FROM messages.outbox") == "0"; });
  }
  std::string Deliveries() {
    return room_.Query(
        "SELECT coalesce(string_agg(channel || ' ' || state || ' ' || urgent, ', ' ORDER BY "
        "channel), '')"
        " FROM messages.delivery");
  }

  PostRoom room_;
  std::unique_ptr<pg::Pool> pool_;
};

TEST_F(PlanTest, ATelephoneIsTextedAtOnce) {
  ASSERT_TRUE(room_.Send(CodeFor("13800000001", "123456", room_.clock().Now())).ok());
  EXPECT_EQ(Deliveries(), "2 1 true");
}

TEST_F(PlanTest, AnAccountIsTextedAtItsProvedTelephone) {
  ASSERT_TRUE(room_.Send(PasswordChangedFor(Bidder("13800000002"))).ok());
  ASSERT_TRUE(Planned());
  EXPECT_EQ(Deliveries(), "2 1 true");
  EXPECT_EQ(room_.Query("SELECT state FROM messages.message"), "1");
}

TEST_F(PlanTest, AnAccountThatNobodyKnowsIsLeftItsInbox) {
  ASSERT_TRUE(room_.Send(PasswordChangedFor(Person())).ok());
  ASSERT_TRUE(Planned());
  EXPECT_EQ(Deliveries(), "");
  EXPECT_EQ(room_.Query("SELECT state FROM messages.message"), "2");
}

TEST_F(PlanTest, WeChatIsAWayOfItsOwn) {
  const auto bidder = Bidder("13800000003");
  const std::string place = "messages.preferences.wechat/7/" + bidder.account_id();
  const std::string sealed = crypto::Seal(*room_.ring(), place, "oABC_1");
  Choose(bidder, ", wechat_sealed", ", decode('" + ToHex(sealed) + "', 'hex')");
  ASSERT_TRUE(room_.Send(PasswordChangedFor(bidder)).ok());
  ASSERT_TRUE(Planned());
  EXPECT_EQ(Deliveries(), "2 1 true, 3 1 true");
}

TEST_F(PlanTest, AnOpenIdThatNoKeyOpensIsLeftOutAfterAWhile) {
  const auto bidder = Bidder("13800000004");
  Choose(bidder, ", wechat_sealed", ", '\\x00'");
  ASSERT_TRUE(room_.Send(PasswordChangedFor(bidder)).ok());
  EXPECT_TRUE(support::Becomes([&] {
    room_.clock().Advance(std::chrono::milliseconds(100));
    return !Deliveries().empty();
  }));
  EXPECT_EQ(Deliveries(), "2 1 true");
}

TEST_F(PlanTest, ATextWithoutAnEndOfItsOwnEndsAfterAWeek) {
  ASSERT_TRUE(room_.Send(PasswordChangedFor(Bidder("13800000005"))).ok());
  ASSERT_TRUE(Planned());
  EXPECT_EQ(room_.Query("SELECT expire_time - not_before_time = interval '7 days'"
                        " FROM messages.delivery"),
            "t");
  ASSERT_TRUE(room_.Send(CodeFor("13800000006", "123456", room_.clock().Now())).ok());
  EXPECT_EQ(room_.Query("SELECT expire_time - not_before_time = interval '5 minutes'"
                        " FROM messages.delivery WHERE is_code"),
            "t");
}

TEST_F(PlanTest, AWallNoticeGoesOnTheWall) {
  ASSERT_TRUE(room_.Send(NoticeFor(kVillage, "开会")).ok());
  EXPECT_EQ(Deliveries(), "5 1 false");
  EXPECT_EQ(room_.Query("SELECT org_path FROM messages.delivery"), kVillage);
}

}  // namespace
}  // namespace qianmo::messages
