// Calls that must happen: at least once, in order per key, whoever dies meanwhile.
#include <gtest/gtest.h>

#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

void Tell(Stage& stage, const std::string& key, const std::string& text = "a note") {
  auto request = NoteRequest(text);
  request.set_tell(key);
  v1::Note note;
  const auto status = stage.Stub()->WriteNote(stage.As(Stage::Clerk()).get(), request, &note);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

constexpr char kOutboxEmpty[] = "SELECT count(*) = 0 FROM identity.outbox";
constexpr char kDead[] = "SELECT count(*) = 1 FROM identity.outbox WHERE state = 2";

TEST(Outbox, DeliversEachCallOnceAndHandsTheAnswerBack) {
  Stage stage;
  for (int i = 0; i < 20; ++i) Tell(stage, "key " + std::to_string(i % 3));
  EXPECT_TRUE(stage.Becomes(kOutboxEmpty));
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.received"), "20");
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.answered"), "20");
}

TEST(Outbox, KeepsTheOrderOfAKey) {
  Stage stage;
  stage.notebook().receiver_is_down = true;
  for (int i = 0; i < 10; ++i) Tell(stage, "one key");
  stage.notebook().receiver_is_down = false;
  EXPECT_TRUE(stage.Becomes(kOutboxEmpty));
  EXPECT_EQ(stage.Ask("SELECT bool_and(ordered) FROM (SELECT request_id > lag(request_id) OVER"
                      " (ORDER BY place) AS ordered FROM identity.received) r"),
            "t");
}

TEST(Outbox, KeepsAnUndeliveredCallWhileTheReceiverIsDownAndTheProcessGoesAway) {
  Stage stage;
  stage.notebook().receiver_is_down = true;
  Tell(stage, "key");
  ASSERT_TRUE(stage.Becomes("SELECT attempts >= 2 FROM identity.outbox"));
  stage.Restart();  // the receiver of the new process is up
  EXPECT_TRUE(stage.Becomes(kOutboxEmpty));
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.received"), "1");
}

TEST(Outbox, LetsAPoisonMessageStopOnlyItsOwnKey) {
  Stage stage;
  Tell(stage, "sick", "poison");
  Tell(stage, "sick");
  for (int i = 0; i < 5; ++i) Tell(stage, "well");
  EXPECT_TRUE(stage.Becomes(kDead));
  EXPECT_TRUE(stage.Becomes("SELECT count(*) = 5 FROM identity.received"));
  EXPECT_TRUE(stage.Becomes("SELECT count(*) = 2 FROM identity.outbox")) << "sick ones wait";
}

TEST(Outbox, ShowsDeadCallsToOperatorsWhoCanRetryThem) {
  Stage stage;
  Tell(stage, "sick", "poison");
  Tell(stage, "sick");
  ASSERT_TRUE(stage.Becomes(kDead));
  const auto pool = stage.database().PoolFor("identity");
  const pg::TransactOptions options{.deadline =
                                        std::chrono::steady_clock::now() + std::chrono::seconds(5)};
  const auto revived = pg::Transact(*pool, options, [&](pg::Transaction& tx) -> Result<bool> {
    const auto dead = rpc::ListDead(tx, "identity", 10);
    EXPECT_EQ(dead.size(), 1u);
    EXPECT_EQ(dead[0].waiting_behind, 1);
    EXPECT_EQ(dead[0].method, "/qianmo.test.v1.NotebookService/Receive");
    EXPECT_NE(dead[0].last_error.find("poison"), std::string::npos);
    EXPECT_FALSE(rpc::Revive(tx, "identity", CountyId{8}, dead[0].outbox_id, SystemClock().Now()));
    return rpc::Revive(tx, "identity", dead[0].county, dead[0].outbox_id, SystemClock().Now());
  });
  EXPECT_TRUE(*revived);
  EXPECT_TRUE(
      stage.Becomes("SELECT count(*) = 1 FROM identity.outbox WHERE state = 2"
                    " AND attempts = 1 AND next_time > created_time"))
      << "it was tried afresh, and it is still poison";
}

TEST(Outbox, DoesNotCountTheReceiversSilenceAsItsFault) {
  Stage stage;
  stage.notebook().receiver_is_down = true;
  Tell(stage, "key");
  ASSERT_TRUE(stage.Becomes("SELECT attempts >= 3 AND faults = 0 FROM identity.outbox"));
  stage.database().Execute("UPDATE identity.outbox SET attempts = 1000");
  ASSERT_TRUE(
      stage.Becomes("SELECT attempts > 1000 OR next_time > created_time FROM identity.outbox"));
  stage.notebook().receiver_is_down = false;
  stage.database().Execute("UPDATE identity.outbox SET next_time = created_time");
  EXPECT_TRUE(stage.Becomes(kOutboxEmpty));
}

TEST(Outbox, WaitsForAKeyInsteadOfSendingWhatItCannotOpen) {
  Stage stage;
  stage.notebook().receiver_is_down = true;
  Tell(stage, "key");
  stage.Stop();
  // Byte 5 of a sealed value is the last of its key id: as if a ring elsewhere had been rotated.
  stage.database().Execute(
      "UPDATE identity.outbox SET request = set_byte(request, 4, 77),"
      " next_time = created_time, lease_until = NULL, attempts = 0");
  stage.Start();
  ASSERT_TRUE(stage.Becomes("SELECT attempts >= 2 FROM identity.outbox"));
  EXPECT_EQ(stage.Ask("SELECT state FROM identity.outbox"), "1");
  stage.database().Execute(
      "UPDATE identity.outbox SET request = set_byte(request, 4, 1),"
      " next_time = created_time");
  EXPECT_TRUE(stage.Becomes(kOutboxEmpty));
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.received"), "1");
}

TEST(Outbox, SealsWhatItCarries) {
  Stage stage;
  stage.notebook().receiver_is_down = true;
  Tell(stage, "key");
  const std::string note = stage.Ask("SELECT note_id FROM identity.note");
  const std::string row =
      stage.Ask("SELECT o::text || encode(request, 'escape') FROM identity.outbox o");
  EXPECT_EQ(row.find(note), std::string::npos);
}

TEST(Outbox, MakesNoCallForAChangeThatWasRefused) {
  Stage stage;
  auto request = NoteRequest("taboo");
  request.set_tell("key");
  v1::Note note;
  EXPECT_FALSE(stage.Stub()->WriteNote(stage.As(Stage::Clerk()).get(), request, &note).ok());
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.outbox"), "0");
}

TEST(Outbox, TakesACallAgainWhenItsLeaseRanOut) {
  Stage stage;
  stage.notebook().receiver_is_down = true;
  Tell(stage, "key");
  stage.Stop();
  // As a process would leave it that was killed between claiming and calling.
  stage.database().Execute(
      "UPDATE identity.outbox SET next_time = created_time,"
      " lease_until = created_time + interval '2 seconds'");
  stage.Start();
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.outbox"), "1") << "it is leased";
  EXPECT_TRUE(stage.Becomes(kOutboxEmpty));
}

}  // namespace
}  // namespace qianmo::test
