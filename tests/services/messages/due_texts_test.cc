// What does not open must not hold up what does.
#include "messages/due_texts.h"

#include <gtest/gtest.h>

#include "messages/delivery_store.h"
#include "messages/sealed.h"
#include "qianmo/messages/v1/deliveries.grpc.pb.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

class DueTexts : public testing::Test {
 protected:
  std::string Send(const std::string& phone) {
    const auto request = CodeFor(phone, "123456", room_.clock().Now());
    EXPECT_TRUE(room_.Send(request).ok());
    return request.request_id();
  }
  // News to an account, the short way.
  void Queue(const rpc::v1::Caller& owner, const std::string& phone) {
    const auto request = PasswordChangedFor(owner);
    ASSERT_TRUE(room_.Send(request).ok());
    room_.Write([&](pg::Transaction& tx) -> Result<Done> {
      InsertDelivery(tx, *room_.ring(),
                     {.county = kHome,
                      .message = *Uuid::Parse(request.request_id()),
                      .channel = Channel::kSms,
                      .account = Uuid::Parse(owner.account_id()),
                      .org_path = kCounty,
                      .address = phone,
                      .kind = v1::TEMPLATE_PASSWORD_CHANGED,
                      .is_code = false,
                      .urgent = true,
                      .digest = false,
                      .not_before = room_.clock().Now(),
                      .expire_time = std::nullopt},
                     room_.clock().Now());
      return Done{};
    });
  }
  std::vector<std::string> Take() {
    std::vector<std::string> phones;
    room_.Write([&](pg::Transaction& tx) -> Result<Done> {
      for (const auto& text : TakeDueTexts(tx, *room_.ring(), kHome, "", 9, room_.clock().Now())) {
        phones.push_back(text.due.address.value());
      }
      return Done{};
    });
    return phones;
  }
  void Spoil(const std::string& column, const std::string& table, const std::string& where) {
    room_.database().Execute("UPDATE messages." + table + " SET " + column + " = '\\x00' WHERE " +
                             where);
  }
  static int RowsLookedAt(pg::Transaction& tx) {
    const auto rows = tx.Run(
        "SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::int AS rows"
        " FROM pg_stat_xact_user_tables WHERE relid = 'messages.delivery'::regclass");
    return pg::Get<int>(rows[0], "rows");
  }
  std::string StateOf(const std::string& message) {
    return room_.Query("SELECT state || ' ' || reason FROM messages.delivery WHERE message_id = '" +
                       message + "'");
  }

  PostRoom room_;
};

TEST_F(DueTexts, OneThatNoKeyOpensFailsAndTheOthersLeave) {
  const std::string phone = Send("13800000001");
  const std::string content = Send("13800000002");
  Send("13800000003");
  Spoil("address_sealed", "delivery", "message_id = '" + phone + "'");
  Spoil("content_sealed", "message", "id = '" + content + "'");
  EXPECT_EQ(Take(), std::vector<std::string>{"13800000003"});
  EXPECT_EQ(StateOf(phone), "1 0") << "a key may be on its way";
  EXPECT_EQ(StateOf(content), "1 0");
  room_.clock().Advance(std::chrono::minutes(1));
  EXPECT_EQ(Take(), std::vector<std::string>{"13800000003"}) << "the sender died";
  EXPECT_EQ(StateOf(phone), "6 6");
  EXPECT_EQ(StateOf(content), "6 6");
}

// Also once the database has made up its mind about a plan for all parameters.
TEST_F(DueTexts, AHundredThousandThatWaitCostNothing) {
  constexpr int kMost = 20;
  const std::string message = Send("13800000001");
  room_.database().Execute(
      "INSERT INTO messages.delivery (county_id, id, message_id, channel, addressee, org_path,"
      "  address_sealed, address_index, template, is_code, urgent, digest, digest_count, state,"
      "  reason, in_doubt, not_before_time, client_id, tries, attempt_tries, unclear, provider_id,"
      "  error, create_time)"
      " SELECT 7, gen_random_uuid(), '" +
      message +
      "', 2, 'account/' || i, '/7/', '\\x00', sha256(i::text::bytea), 3, false, i % 20 = 0, false,"
      "  0, 1, 0, false, timestamptz '2026-11-01Z' + i * interval '1 second', gen_random_uuid(), 0,"
      "  0, 0, '', '', timestamptz '2026-11-01Z' FROM generate_series(1, 100000) i");
  room_.database().Execute("ANALYZE messages.delivery");
  for (int i = 0; i < 8; ++i) {
    room_.Write([&](pg::Transaction& tx) -> Result<Done> {
      const int before = RowsLookedAt(tx);
      const auto due = LockDue(tx, *room_.ring(), kHome, kMost, room_.clock().Now());
      EXPECT_EQ(due.size(), std::size_t{kMost});
      EXPECT_TRUE(due.back().urgent);
      EXPECT_LE(RowsLookedAt(tx) - before, kMost + 1);
      return Done{};
    });
  }
  room_.database().Execute("UPDATE messages.delivery SET urgent = false");
  room_.Write([&](pg::Transaction& tx) -> Result<Done> {
    const int before = RowsLookedAt(tx);
    EXPECT_EQ(LockDue(tx, *room_.ring(), kHome, kMost, room_.clock().Now()).size(),
              std::size_t{kMost});
    EXPECT_LE(RowsLookedAt(tx) - before, kMost + 1);
    return Done{};
  });
}

TEST_F(DueTexts, AnOpenIdThatNoKeyOpensKeepsNoTextBack) {
  const auto owner = Person();
  Queue(owner, "13800000001");
  room_.database().Execute(
      "INSERT INTO messages.preferences (county_id, account_id, locale, quiet_start, quiet_end,"
      " changes, wechat_sealed) VALUES (7, '" +
      owner.account_id() + "', 1, 1260, 480, 1, '\\x00')");
  EXPECT_EQ(Take(), std::vector<std::string>{"13800000001"});
}

TEST_F(DueTexts, OneThatNoKeyOpensIsListedAndCanBeTriedAgain) {
  const std::string message = Send("13800000001");
  const std::string sealed =
      room_.Query("SELECT encode(address_sealed, 'hex') FROM messages.delivery");
  Spoil("address_sealed", "delivery", "true");
  room_.clock().Advance(std::chrono::minutes(1));
  EXPECT_TRUE(Take().empty());
  const auto admin = WithRole(Person(), rpc::v1::ROLE_COUNTY_ADMIN, kCounty);
  v1::ListOutboundRequest all;
  all.set_parent("counties/7");
  const auto listed = room_.Ask(admin, &v1::DeliveriesService::Stub::ListOutbound, all);
  ASSERT_EQ(listed.reply.deliveries_size(), 1) << listed.reason();
  EXPECT_EQ(listed.reply.deliveries(0).reason(), v1::Delivery::REASON_UNREADABLE);
  EXPECT_EQ(listed.reply.deliveries(0).addressee(), "");
  room_.database().Execute("UPDATE messages.delivery SET address_sealed = decode('" + sealed +
                           "', 'hex')");
  // Its code went when it failed; news could be tried again.
  v1::RetryOutboundRequest retry;
  retry.set_name(listed.reply.deliveries(0).name());
  retry.set_request_id(NewId());
  EXPECT_EQ(room_.Ask(admin, &v1::DeliveriesService::Stub::RetryOutbound, retry).reason(),
            "DELIVERY_CONTENT_GONE");
  room_.database().Execute("UPDATE messages.delivery SET is_code = false");
  retry.set_request_id(NewId());
  EXPECT_TRUE(room_.Ask(admin, &v1::DeliveriesService::Stub::RetryOutbound, retry).ok());
}

}  // namespace
}  // namespace qianmo::messages
