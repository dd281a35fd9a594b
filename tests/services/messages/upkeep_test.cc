// What ends by itself and what goes with age, with and without a provider.
#include "messages/upkeep.h"

#include "messages/delivery_store.h"
#include "messages/domain/retention.h"
#include "messages/upkeep_store.h"
#include "services/messages/letter_room.h"

namespace qianmo::messages {
namespace {

class Upkeep : public Letters {
 protected:
  // Until nothing is left to do, neither here nor by the server, which does the same once.
  void End() {
    for (int turn = 0; turn < 2; ++turn) {
      while (EndWhatIsOver(rpc_room_, kHome)) {
      }
      room_.database().Execute("BEGIN; LOCK TABLE messages.delivery IN EXCLUSIVE MODE; COMMIT");
    }
  }
  void Remove() {
    for (int turn = 0; turn < 2; ++turn) {
      while (RemoveWhatIsOld(rpc_room_, kHome)) {
      }
      room_.database().Execute("BEGIN; LOCK TABLE messages.message IN EXCLUSIVE MODE; COMMIT");
    }
  }
  std::string Count(const std::string& table) {
    return room_.Query("SELECT count(*) FROM messages." + table);
  }
  // As a sender and a provider would have left the only text.
  void Alter(const std::string& assignments) {
    room_.database().Execute("UPDATE messages.delivery SET " + assignments);
  }
  void SendCode() {
    ASSERT_TRUE(room_.Send(CodeFor("13800000001", "123456", room_.clock().Now())).ok());
  }
  std::string State() {
    return room_.Query(
        "SELECT d.state || ' ' || d.reason || ' ' || d.in_doubt || ' ' || m.state"
        " FROM messages.delivery d JOIN messages.message m ON m.id = d.message_id");
  }

  const std::unique_ptr<pg::Pool> pool_ = room_.database().PoolFor("messages");
  const rpc::Room rpc_room_{"messages", *pool_, room_.keyring(), room_.clock()};
};

TEST_F(Upkeep, ATextEndsAtItsTimeThoughThereIsNoProvider) {
  SendCode();
  room_.clock().Advance(std::chrono::minutes(5) - Duration(1));
  End();
  EXPECT_EQ(State(), "1 0 false 1");
  room_.clock().Advance(Duration(1));
  End();
  EXPECT_EQ(State(), "7 0 false 4");
  EXPECT_EQ(Codes(), "0");
}

TEST_F(Upkeep, ATextThatMayHaveLeftIsGivenUpInDoubt) {
  SendCode();
  Alter(
      "state = 2, tries = 1, attempt_tries = 1, first_try_time = create_time,"
      " lease_time = create_time + interval '12 seconds'");
  room_.clock().Advance(std::chrono::minutes(5));
  End();
  EXPECT_EQ(State(), "6 3 true 3");
}

TEST_F(Upkeep, ATextIsLeftToTheSenderThatHoldsIt) {
  SendCode();
  Alter(
      "state = 2, tries = 1, attempt_tries = 1, first_try_time = create_time,"
      " lease_time = create_time + interval '1 hour'");
  room_.clock().Advance(std::chrono::minutes(5));
  End();
  EXPECT_EQ(room_.Query("SELECT state FROM messages.delivery"), "2");
}

TEST_F(Upkeep, ATextOfWhichTheProviderNeverSpeaksIsUnconfirmedForGood) {
  SendCode();
  Alter(
      "state = 3, tries = 1, attempt_tries = 1, first_try_time = create_time,"
      " send_time = create_time");
  room_.clock().Advance(kAwaitReport - Duration(1));
  End();
  EXPECT_EQ(room_.Query("SELECT state FROM messages.delivery"), "3");
  room_.clock().Advance(Duration(1));
  End();
  EXPECT_EQ(State(), "9 0 false 2");
  EXPECT_EQ(room_.Query("SELECT end_time - create_time = interval '72 hours'"
                        " FROM messages.delivery"),
            "t");
}

TEST_F(Upkeep, LettersEndOnlyWhileNoBatchHoldsThem) {
  Post();
  const Batch batch = PrintAll(agent_, Wanted());
  room_.clock().Advance(std::chrono::hours(1440));
  End();
  EXPECT_EQ(States(), "4");
  ASSERT_TRUE(On(agent_, &Stub::CancelLetterBatch, batch.name()).ok());
  End();
  EXPECT_EQ(States(), "7");
}

TEST_F(Upkeep, MessagesGoAfterTwoYearsWithAllThatHangsOnThem) {
  const auto reader = Person();
  ASSERT_TRUE(room_.Send(PasswordChangedFor(reader)).ok());
  SendCode();
  Post();
  Post("\xf3\xb0\x80\x80");  // which no font has: it is set aside
  const Batch batch = PrintAll(agent_, Wanted());
  EXPECT_EQ(batch.set_aside_size(), 1);
  Download(agent_, batch.name());
  room_.database().Execute(
      "INSERT INTO messages.provider_report SELECT 7, 'R1', '', '', 1, '', 4, 1, NULL, create_time"
      " FROM messages.letter_batch");
  room_.clock().Advance(kKeepMessages - std::chrono::minutes(1));
  const auto fresh = PasswordChangedFor(reader);
  ASSERT_TRUE(room_.Send(fresh).ok());
  Remove();
  EXPECT_EQ(Count("message"), "5");
  EXPECT_EQ(room_.Inbox(reader).unread_count(), 2);
  room_.clock().Advance(std::chrono::minutes(1));
  Remove();
  EXPECT_EQ(room_.Query("SELECT string_agg(id::text, '') FROM messages.message"),
            fresh.request_id());
  for (const char* table : {"delivery", "letter", "letter_set_aside", "letter_batch",
                            "letter_reading", "letter_chunk", "provider_report"}) {
    EXPECT_EQ(Count(table), "0") << table;
  }
  EXPECT_EQ(room_.Inbox(reader).unread_count(), 1) << "what is gone waits for nobody";
}

TEST_F(Upkeep, AnInboxThatLostItsBeginningIsMarkedAsBefore) {
  const auto reader = Person();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(room_.Send(PasswordChangedFor(reader)).ok());
  const auto old = room_.List(reader);
  ASSERT_TRUE(room_.Mark(reader, {old.messages(1).name()}).ok()) << "beyond a gap";
  room_.clock().Advance(kKeepMessages + std::chrono::seconds(1));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(room_.Send(PasswordChangedFor(reader)).ok());
  const auto before = room_.Inbox(reader);
  EXPECT_EQ(before.unread_count(), 5);
  Remove();
  EXPECT_EQ(Count("read_mark"), "0");
  EXPECT_EQ(room_.Inbox(reader).unread_count(), 3);
  const auto left = room_.List(reader);
  ASSERT_EQ(left.messages_size(), 3);
  EXPECT_EQ(room_.Mark(reader, {left.messages(2).name()}).reply.unread_count(), 2);
  EXPECT_EQ(Count("read_mark"), "0") << "no gap is left before it";
  EXPECT_EQ(room_.Mark(reader, {left.messages(0).name()}).reply.unread_count(), 1);
  EXPECT_EQ(room_.Mark(reader, {left.messages(1).name()}).reply.unread_count(), 0);
}

TEST_F(Upkeep, AsksForMoreTurnsWhenThereIsMoreThanOneTakes) {
  const auto reader = Person();
  for (int i = 0; i < 201; ++i) ASSERT_TRUE(room_.Send(PasswordChangedFor(reader)).ok());
  room_.clock().Advance(kKeepMessages + std::chrono::minutes(1));
  EXPECT_TRUE(RemoveWhatIsOld(rpc_room_, kHome));
  EXPECT_EQ(Count("message"), "1");
  EXPECT_EQ(room_.Query("SELECT removed_position FROM messages.inbox_head"), "200");
  EXPECT_FALSE(RemoveWhatIsOld(rpc_room_, kHome));
  EXPECT_EQ(Count("message"), "0");
}

}  // namespace
}  // namespace qianmo::messages
