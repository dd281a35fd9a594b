// Which ways messages take out of the house, with identity beside it to say who is meant.
#include "messages/delivery_plan.h"

#include <thread>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "identity/account_store.h"
#include "identity/install.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

class PlanTest : public testing::Test {
 protected:
  PlanTest()
      : room_({}, [](rpc::Server& server) { identity::Install(server.Host("identity")); }),
        pool_(room_.database().PoolFor("identity")) {}

  rpc::v1::Caller Bidder(const std::string& phone) {
    rpc::v1::Caller caller = Person();
    const identity::AccountId id = *identity::AccountId::Parse(caller.account_id());
    const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() +
                                                  std::chrono::seconds(10)};
    const auto done = pg::Transact(*pool_, options, [&](pg::Transaction& tx) -> Result<Done> {
      identity::InsertAccount(tx, *room_.ring(),
                              {.county = kHome,
                               .id = id,
                               .kind = identity::AccountKind::kBidder,
                               .state = identity::AccountState::kActive,
                               .person = identity::PersonId::Make(room_.clock().Now()),
                               .person_index = {},
                               .display_name = "某商",
                               .handle = phone,
                               .phone = phone,
                               .org_path = OrgPath::Of(kHome),
                               .create_time = room_.clock().Now()});
      identity::SetPhoneConfirmed(tx, kHome, id, room_.clock().Now());
      return Done{};
    });
    EXPECT_TRUE(done.ok());
    return caller;
  }
  void Choose(const rpc::v1::Caller& caller, const std::string& columns,
              const std::string& values) {
    room_.database().Execute(
        "INSERT INTO messages.preferences (county_id, account_id, locale, quiet_start, quiet_end,"
        " changes" +
        columns + ") VALUES (7, '" + caller.account_id() + "', 1, 1260, 480, 1" + values + ")");
  }
  bool Planned() {
    for (int i = 0; i < 100; ++i) {
      if (room_.Query("SELECT count(*) FROM messages.outbox") == "0") return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
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

TEST_F(PlanTest, AWallNoticeGoesOnTheWall) {
  ASSERT_TRUE(room_.Send(NoticeFor(kVillage, "开会")).ok());
  EXPECT_EQ(Deliveries(), "5 1 false");
  EXPECT_EQ(room_.Query("SELECT org_path FROM messages.delivery"), kVillage);
}

}  // namespace
}  // namespace qianmo::messages
