// One effect and one answer per request_id, whatever is cut, repeated or raced.
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "rpc/status.h"
#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

using grpc::StatusCode;

struct Answer {
  grpc::Status status;
  v1::Note note;
};

Answer Write(Stage& stage, const v1::WriteNoteRequest& request,
             const rpc::v1::Caller& caller = Stage::Clerk()) {
  Answer answer;
  answer.status = stage.Stub()->WriteNote(stage.As(caller).get(), request, &answer.note);
  return answer;
}

TEST(Journal, GivesTheSameRequestTheSameAnswerAndNoSecondEffect) {
  Stage stage;
  const auto request = NoteRequest();
  const Answer first = Write(stage, request);
  const Answer second = Write(stage, request);
  ASSERT_TRUE(first.status.ok()) << first.status.error_message();
  ASSERT_TRUE(second.status.ok());
  EXPECT_EQ(first.note.SerializeAsString(), second.note.SerializeAsString());
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note"), "1");
  EXPECT_EQ(stage.notebook().writes, 1);
}

TEST(Journal, RemembersAcrossAProcessThatWentAway) {
  Stage stage;
  const auto request = NoteRequest();
  const Answer first = Write(stage, request);
  stage.Restart();
  EXPECT_EQ(Write(stage, request).note.SerializeAsString(), first.note.SerializeAsString());
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note"), "1");
}

TEST(Journal, RefusesAnotherBodyUnderTheSameRequestId) {
  Stage stage;
  auto request = NoteRequest("one");
  ASSERT_TRUE(Write(stage, request).status.ok());
  request.set_text("two");
  const Answer other = Write(stage, request);
  EXPECT_EQ(other.status.error_code(), StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(rpc::ReasonOf(other.status), "REQUEST_ID_REUSED");
  request.set_text("one");
  EXPECT_TRUE(Write(stage, request).status.ok()) << "the true one is still answered";
}

TEST(Journal, KeepsTheRequestIdsOfCallersApart) {
  Stage stage;
  const auto request = NoteRequest();
  auto other = Stage::Clerk();
  other.set_account_id("01930000-0000-7000-8000-0000000000ff");
  const Answer mine = Write(stage, request);
  const Answer theirs = Write(stage, request, other);
  ASSERT_TRUE(theirs.status.ok());
  EXPECT_NE(mine.note.note_id(), theirs.note.note_id());
}

TEST(Journal, KeepsARefusalToAPersonARefusal) {
  Stage stage;
  const auto request = NoteRequest("taboo");
  const Answer first = Write(stage, request);
  const Answer second = Write(stage, request);
  EXPECT_EQ(rpc::ReasonOf(first.status), "TABOO");
  EXPECT_EQ(second.status.error_details(), first.status.error_details());
  EXPECT_EQ(stage.Ask("SELECT status FROM identity.journal"),
            std::to_string(StatusCode::FAILED_PRECONDITION));
}

TEST(Journal, RecordsWhoOnWhoseBehalfAndThroughWhichChannel) {
  Stage stage;
  auto caller = Stage::Clerk();
  caller.set_on_behalf_of("01930000-0000-7000-8000-00000000abcd");
  caller.set_channel(rpc::v1::CHANNEL_COUNTER);
  ASSERT_TRUE(Write(stage, NoteRequest(), caller).status.ok());
  EXPECT_EQ(stage.Ask("SELECT concat_ws('|', caller, person, on_behalf_of, channel, method, status)"
                      " FROM identity.journal"),
            "01930000-0000-7000-8000-00000000c1e4|person of the clerk|"
            "01930000-0000-7000-8000-00000000abcd|3|qianmo.test.v1.NotebookService.WriteNote|0");
}

TEST(Journal, GivesOneEffectWhenTheSameRequestArrivesManyTimesAtOnce) {
  Stage stage;
  for (int round = 0; round < 10; ++round) {
    const auto request = NoteRequest();
    std::vector<Answer> answers(8);
    std::vector<std::thread> threads;
    for (auto& answer : answers) {
      threads.emplace_back([&] { answer = Write(stage, request); });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& answer : answers) {
      ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
      EXPECT_EQ(answer.note.SerializeAsString(), answers[0].note.SerializeAsString());
    }
  }
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note"), "10");
}

TEST(Journal, CannotBeChangedByTheServiceItself) {
  Stage stage;
  ASSERT_TRUE(Write(stage, NoteRequest()).status.ok());
  const auto pool = stage.database().PoolFor("identity");
  for (const char* sql : {"UPDATE identity.journal SET status = 1", "DELETE FROM identity.journal",
                          "TRUNCATE identity.journal"}) {
    const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() +
                                                  std::chrono::seconds(5)};
    EXPECT_THROW((void)pg::Transact(*pool, options,
                                    [&](pg::Transaction& tx) -> Result<Done> {
                                      tx.Run(sql);
                                      return Done{};
                                    }),
                 std::exception)
        << sql;
  }
}

}  // namespace
}  // namespace qianmo::test
