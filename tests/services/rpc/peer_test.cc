// Calls to other services whose answer is needed at once.
#include "rpc/peer.h"

#include <gtest/gtest.h>

#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

constexpr char kReceivePath[] = "/qianmo.test.v1.NotebookService/Receive";

TEST(AskPeer, IsTheHouseInTheNameOfWhoeverCalls) {
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
  ASSERT_TRUE(asked) << asked.refusal().message;
  EXPECT_EQ(receipt.note_id(), "n1");
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.journal"), "1")
      << "by a service alone: the clerk could not";

  v1::GetNoteRequest get;
  get.set_note_id(NewRequestId());
  v1::Note found;
  const auto denied = rpc::AskPeer(call, hosted->channels(),
                                   "/qianmo.test.v1.NotebookService/GetNote", get, &found);
  ASSERT_FALSE(denied);
  EXPECT_EQ(denied.refusal().kind, Refusal::Kind::kDenied);
  const auto silent =
      rpc::AskPeer(call, hosted->channels(), "/qianmo.nowhere.v1.Nobody/Ask", get, &found);
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.refusal().reason, "PEER_SILENT");
}

}  // namespace
}  // namespace qianmo::test
