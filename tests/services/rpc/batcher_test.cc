// Commands that are done together: each has its own end, whatever becomes of its neighbours.
#include "rpc/batcher.h"

#include <thread>

#include <gtest/gtest.h>

#include "rpc/status.h"
#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

struct Gathering {
  grpc::Status status;
  v1::Note note;
};

Gathering GatherOne(Stage& stage, const v1::WriteNoteRequest& request,
                    const rpc::v1::Caller& caller = Stage::Clerk()) {
  Gathering answer;
  answer.status = stage.Stub()->GatherNote(stage.As(caller).get(), request, &answer.note);
  return answer;
}

// All at once; the batch of the first is slow, so that the others come together.
std::vector<Gathering> GatherAll(Stage& stage, const std::vector<v1::WriteNoteRequest>& requests) {
  std::vector<Gathering> answers(requests.size());
  std::thread slow([&] { GatherOne(stage, NoteRequest("slow")); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = GatherOne(stage, requests[i]); });
  }
  slow.join();
  for (auto& thread : threads) thread.join();
  return answers;
}

TEST(Batcher, DoesWhatWaitsInOneTransaction) {
  Stage stage;
  std::vector<v1::WriteNoteRequest> many;
  for (int i = 0; i < 12; ++i) many.push_back(NoteRequest("note " + std::to_string(i)));
  for (const Gathering& answer : GatherAll(stage, many)) {
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  }
  EXPECT_GT(stage.notebook().most_gathered, 1u);
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note WHERE text LIKE 'note %'"), "12");
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.journal"), "13");
}

TEST(Batcher, RefusesOneAndDoesTheOthers) {
  Stage stage;
  const auto taboo = NoteRequest("taboo");
  const auto answers = GatherAll(stage, {NoteRequest("before"), taboo, NoteRequest("after")});
  EXPECT_TRUE(answers[0].status.ok());
  EXPECT_EQ(rpc::ReasonOf(answers[1].status), "TABOO");
  EXPECT_TRUE(answers[2].status.ok());
  EXPECT_EQ(rpc::ReasonOf(GatherOne(stage, taboo).status), "TABOO");
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.journal WHERE status <> 0"), "1")
      << "the refusal is kept once";
}

TEST(Batcher, LeavesAloneWhatTheDatabaseCannotStand) {
  Stage stage;
  std::vector<v1::WriteNoteRequest> requests;
  for (int i = 0; i < 7; ++i) requests.push_back(NoteRequest("note " + std::to_string(i)));
  requests.insert(requests.begin() + 3, NoteRequest("fire"));
  const auto answers = GatherAll(stage, requests);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto expected = i == 3 ? grpc::StatusCode::INTERNAL : grpc::StatusCode::OK;
    EXPECT_EQ(answers[i].status.error_code(), expected) << i << answers[i].status.error_message();
  }
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note WHERE text LIKE 'note %'"), "7");
}

TEST(Batcher, DoesARequestOnceHoweverOftenItComes) {
  Stage stage;
  const auto request = NoteRequest("once");
  const auto answers = GatherAll(stage, {request, request, request});
  for (const Gathering& answer : answers) {
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    EXPECT_EQ(answer.note.note_id(), answers[0].note.note_id());
  }
  EXPECT_EQ(GatherOne(stage, request).note.note_id(), answers[0].note.note_id());
  auto other = request;
  other.set_text("another");
  EXPECT_EQ(rpc::ReasonOf(GatherOne(stage, other).status), "REQUEST_ID_REUSED");
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note WHERE text = 'once'"), "1");
}

TEST(Batcher, KeepsEachCallerInItsPlace) {
  Stage stage;
  const auto far = Stage::Clerk("/7/a/w/");
  const Gathering answer = GatherOne(stage, NoteRequest("a note"), far);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(rpc::ReasonOf(answer.status), "OUT_OF_SCOPE");
  auto wrong = NoteRequest("x");
  EXPECT_EQ(GatherOne(stage, wrong).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  v1::Note note;
  EXPECT_EQ(stage.Stub()
                ->GatherNote(Stage::AsStranger().get(), NoteRequest("a note"), &note)
                .error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST(Batcher, AnswersWhatItTookInWhenTheProcessEnds) {
  Stage stage;
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, stub = stage.Stub()] {
      v1::Note note;
      const auto status =
          stub->GatherNote(stage.As(Stage::Clerk()).get(), NoteRequest("slow"), &note);
      answered += status.ok() || status.error_code() == grpc::StatusCode::CANCELLED ||
                          status.error_code() == grpc::StatusCode::UNAVAILABLE
                      ? 1
                      : 0;
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  stage.Stop();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answered, 6);
  stage.Start();
  EXPECT_TRUE(GatherOne(stage, NoteRequest("again")).status.ok());
}

}  // namespace
}  // namespace qianmo::test
