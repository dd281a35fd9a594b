// Bringing everything that messages keeps under the newest keys.
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "messages/delivery_store.h"
#include "messages/due_texts.h"
#include "messages/reseal_service.h"
#include "messages/reseal_store.h"
#include "services/messages/letter_room.h"

namespace qianmo::messages {
namespace {

using crypto::KeyPurpose;

class Reseal : public Letters {
 protected:
  // A text, a printed letter with a code, somebody with WeChat, and a message in an inbox.
  void Fill() {
    ASSERT_TRUE(room_.Send(CodeFor("13800000001", "123456", room_.clock().Now())).ok());
    Post();
    batch_ = PrintAll(agent_, Wanted()).name();
    pdf_ = Download(agent_, batch_);
    ASSERT_TRUE(room_.Send(PasswordChangedFor(owner_)).ok());
    v1::UpdatePreferencesRequest chosen;
    chosen.set_request_id(NewId());
    chosen.mutable_preferences()->set_name(NameOf(owner_) + "/preferences");
    chosen.mutable_preferences()->set_wechat_open_id("oABCDEF123456");
    chosen.mutable_update_mask()->add_paths("wechat_open_id");
    ASSERT_TRUE(room_.Ask(owner_, &Inboxes::UpdatePreferences, chosen).ok());
  }
  Answer<Operation> Start(const Caller& caller, const std::string& county = "counties/7") {
    v1::StartResealRequest request;
    request.set_parent(county);
    request.set_request_id(NewId());
    return room_.Ask(caller, &Messages::StartReseal, request);
  }
  // Values under another data key than the newest.
  int Old() {
    const auto newest = room_.ring()->newest(KeyPurpose::kData).id();
    int old = 0;
    for (const char* sealed :
         {"SELECT content_sealed AS s FROM messages.message",
          "SELECT code_sealed AS s FROM messages.message WHERE code_sealed IS NOT NULL",
          "SELECT address_sealed AS s FROM messages.delivery",
          "SELECT wechat_sealed AS s FROM messages.preferences",
          "SELECT content_sealed AS s FROM messages.letter_chunk"}) {
      for (const auto& row : room_.database().Execute(sealed)) {
        old += crypto::SealedUnder(pg::Get<pg::Bytes>(row, "s")) != newest;
      }
    }
    return old;
  }

  int Pieces() { return std::stoi(room_.Query("SELECT count(*) FROM messages.letter_chunk")); }

  const Caller owner_ = Person();
  std::string batch_;
  std::string pdf_;
};

TEST_F(Reseal, LeavesNothingUnderAnOlderKeyAndEverythingReadable) {
  Fill();
  room_.clock().Advance(std::chrono::minutes(1));
  room_.Rotate();
  EXPECT_EQ(Old(), 3 + 2 + 2 + 1 + Pieces()) << "contents, codes, addresses, an open id, pieces";
  room_.clock().Advance(std::chrono::seconds(5));
  const auto begun = Start(county_);
  ASSERT_TRUE(begun.ok()) << begun.reason();
  const Operation done = Await(county_, begun.reply.name());
  v1::ResealOutcome outcome;
  ASSERT_TRUE(done.response().UnpackTo(&outcome)) << done.error().message();
  EXPECT_EQ(outcome.values(), 3 + 2 + 1 + Pieces());
  EXPECT_EQ(Old(), 0);
  EXPECT_EQ(Download(agent_, batch_), pdf_);
  EXPECT_EQ(room_.List(owner_).messages_size(), 1);
  EXPECT_EQ(
      room_.Query("SELECT count(*) FROM messages.delivery WHERE address_index = '\\x" +
                  ToHex(AsText(crypto::BlindIndex(*room_.ring(), kAddressIndex, "13800000001"))) +
                  "'"),
      "1");
  v1::GetPreferencesRequest request;
  request.set_name(NameOf(owner_) + "/preferences");
  EXPECT_NE(room_.Ask(owner_, &Inboxes::GetPreferences, request).reply.wechat_open_id(), "");
  room_.Write([&](pg::Transaction& tx) -> Result<Done> {
    const auto texts = TakeDueTexts(tx, *room_.ring(), kHome, "", 9, room_.clock().Now());
    EXPECT_EQ(texts.size(), 1u);
    return Done{};
  });
}

TEST_F(Reseal, GoesThroughEveryTableInPieces) {
  Fill();
  room_.clock().Advance(std::chrono::minutes(1));
  room_.Rotate();
  std::string cursor;
  std::string tables;
  room_.Write([&](pg::Transaction& tx) -> Result<Done> {
    while (const auto rows = ResealNext(tx, *room_.ring(), kHome, cursor)) {
      tables += rows->cursor.front();
      cursor = rows->cursor;
    }
    return Done{};
  });
  EXPECT_EQ(tables, "mdpc");
  EXPECT_EQ(Old(), 0);
}

TEST_F(Reseal, LeavesWhatNoKeyOpensAsItIs) {
  Fill();
  room_.database().Execute("UPDATE messages.preferences SET wechat_sealed = '\\x0102'");
  room_.clock().Advance(std::chrono::minutes(1));
  room_.Rotate();
  room_.clock().Advance(std::chrono::seconds(5));
  const auto begun = Start(county_);
  EXPECT_TRUE(Await(county_, begun.reply.name()).has_response());
  EXPECT_EQ(Old(), 1);
  EXPECT_EQ(room_.Query("SELECT encode(wechat_sealed, 'hex') FROM messages.preferences"), "0102");
}

TEST_F(Reseal, WaitsUntilEveryServerKnowsTheKeys) {
  room_.clock().Advance(std::chrono::minutes(1));
  room_.Rotate();
  room_.clock().Advance(std::chrono::seconds(5) - Duration(1));
  const auto early = Start(county_);
  EXPECT_EQ(early.code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(early.reason(), "KEYS_TOO_FRESH");
  room_.clock().Advance(Duration(1));
  EXPECT_TRUE(Start(county_).ok());
  EXPECT_EQ(Start(county_, "counties/8").reason(), "OUT_OF_SCOPE");
}

}  // namespace
}  // namespace qianmo::messages
