// Calls to other services whose answer is needed at once.
#include "rpc/peer.h"

#include <gtest/gtest.h>

#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

constexpr char kReceivePath[] = "/qianmo.test.v1.NotebookService/Receive";

TEST(AskPeer, AsksForWhoeverCallsAndForNothingMore) {
  rpc::Hosted* hosted = nullptr;
  Stage stage([&](rpc::Hosted& one) { hosted = &one; });
  const auto* service = v1::Note::descriptor()->file()->FindServiceByName("NotebookService");
  const auto policy = rpc::PolicyOf(*service->FindMethodByName("WriteNote"));
  const auto note = NoteRequest();
  const rpc::Call call(hosted->room(),
                       {.policy = *policy,
                        .request = note,
                        .caller = std::make_shared<rpc::v1::Caller>(Stage::Clerk()),
                        .trace = rpc::Trace::Continue(""),
                        .deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10),
                        .client_address = ""});
  v1::ReceiveRequest request;
  request.set_request_id(NewRequestId());
  request.set_note_id("n1");
  v1::Receipt receipt;
  const auto asked = rpc::AskPeer(call, hosted->channels(), kReceivePath, request, &receipt);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.refusal().kind, Refusal::Kind::kDenied) << "a service may, the clerk may not";

  v1::GetNoteRequest get;
  v1::Note written, found;
  ASSERT_TRUE(stage.Stub()->WriteNote(stage.As(Stage::Clerk()).get(), note, &written).ok());
  get.set_note_id(written.note_id());
  const auto read = rpc::AskPeer(call, hosted->channels(),
                                 "/qianmo.test.v1.NotebookService/GetNote", get, &found);
  ASSERT_TRUE(read) << read.refusal().message;
  EXPECT_EQ(found.text(), note.text());
  const auto silent =
      rpc::AskPeer(call, hosted->channels(), "/qianmo.nowhere.v1.Nobody/Ask", get, &found);
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.refusal().reason, "PEER_SILENT");
}

}  // namespace
}  // namespace qianmo::test
