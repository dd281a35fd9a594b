// What operators see.
#include "rpc/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/status.h"
#include "services/rpc/stage.h"
#include "support/process.h"

namespace qianmo::test {
namespace {

// What a Prometheus server would read.
std::string Scrape(int port) {
  const auto outcome =
      support::RunToEnd({"bash", "-c",
                         "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(port) +
                             "; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"},
                        {});
  return outcome.output;
}

TEST(Metrics, CountsCallsPoolsAndTheOutboxForOperators) {
  Stage stage;
  stage.Stop();
  const int port = support::FreePort();
  stage.Start(4, "127.0.0.1:" + std::to_string(port));
  v1::Note note;
  ASSERT_TRUE(stage.Stub()->WriteNote(stage.As(Stage::Clerk()).get(), NoteRequest(), &note).ok());
  const std::string metrics = Scrape(port);
  for (const char* line :
       {R"(qianmo_calls_total{code="0",method="qianmo.test.v1.NotebookService.WriteNote"} 1)",
        R"(qianmo_call_seconds_count{method="qianmo.test.v1.NotebookService.WriteNote"} 1)",
        R"(qianmo_pool_in_use{service="identity"})",
        R"(qianmo_outbox_delivered_total{service="identity"} 0)"}) {
    EXPECT_NE(metrics.find(line), std::string::npos) << line << "\n" << metrics;
  }
}

TEST(Metrics, TellsRefusalsThatTheirMethodDoesNotDeclare) {
  Stage stage;
  v1::Note note;
  v1::GetNoteRequest unknown;
  unknown.set_note_id(NewRequestId());
  const auto declared = stage.Stub()->GetNote(stage.As(Stage::Clerk()).get(), unknown, &note);
  EXPECT_EQ(rpc::ReasonOf(declared), "NOTE_NOT_FOUND");
  EXPECT_EQ(stage.Stub()->GetNote(Stage::AsStranger().get(), unknown, &note).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(stage.server().metrics().undeclared(), testing::IsEmpty());
  for (int i = 0; i < 2; ++i) {
    (void)stage.Stub()->WriteNote(stage.As(Stage::Clerk()).get(), NoteRequest("taboo"), &note);
  }
  EXPECT_THAT(stage.server().metrics().undeclared(),
              testing::ElementsAre("qianmo.test.v1.NotebookService.WriteNote: TABOO"));
}

}  // namespace
}  // namespace qianmo::test
