// Letters whose codes were replaced: none of them is printed, wherever it was when that happened.
#include <gmock/gmock.h>

#include "messages/letter_batch_store.h"
#include "messages/letter_printing.h"
#include "messages/withdrawal_store.h"
#include "services/messages/letter_room.h"
#include "services/print/proof.h"

namespace qianmo::messages {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kOldCode[] = "AAA-AAA-AAAA";
constexpr char kNewCode[] = "BBB-BBB-BBBB";
constexpr char kBatchId[] = "01930000-0000-7000-8000-00000000beef";

class Withdrawal : public Letters {
 protected:
  std::string PostTo(const std::string& household, const std::string& code) {
    return Post("王德福", kVillage, household, code);
  }
  std::string TextOf(const std::string& batch) {
    std::string text;
    for (const std::string& page : print::TextOf(Download(agent_, batch))) {
      text += print::Tight(page);
    }
    return text;
  }
  std::string StateOf(const std::string& message) {
    return room_.Query("SELECT state || ' ' || reason FROM messages.delivery WHERE message_id = '" +
                       message + "'");
  }
  // Taken into a batch of which nothing is rendered yet.
  void Begin() {
    room_.Write([&](pg::Transaction& tx) -> Result<Done> {
      InsertBatch(tx,
                  {.county = kHome,
                   .id = BatchId::Parse(kBatchId).value(),
                   .org_path = kTownship,
                   .kind = PaperKind::kLetters,
                   .place = "青石镇",
                   .sender = "青石镇",
                   .creator = *Uuid::Parse(agent_.account_id())},
                  room_.clock().Now());
      return Done{};
    });
  }

  const std::string household_ = NewId();
};

TEST_F(Withdrawal, ANewerLetterTakesTheOlderOneOutOfTheQueue) {
  const std::string older = PostTo(household_, kOldCode);
  const std::string other = PostTo(NewId(), "CCC-CCC-CCCC");
  const std::string newer = PostTo(household_, kNewCode);
  EXPECT_EQ(StateOf(older), "8 5");
  EXPECT_EQ(StateOf(other), "1 0");
  EXPECT_EQ(StateOf(newer), "1 0");
  EXPECT_EQ(Codes(), "2") << "the code of the older one is wiped";
  const Batch batch = PrintAll(agent_, Wanted());
  EXPECT_EQ(batch.letter_count(), 2);
  EXPECT_THAT(TextOf(batch.name()), HasSubstr(kNewCode));
  EXPECT_THAT(TextOf(batch.name()), Not(HasSubstr(kOldCode)));
}

TEST_F(Withdrawal, AnOlderLetterLeavesTheBatchThatIsBeingPrinted) {
  PostTo(household_, kOldCode);
  PostTo(NewId(), "CCC-CCC-CCCC");
  Begin();
  PostTo(household_, kNewCode);
  const auto pool = room_.database().PoolFor("messages");
  const rpc::Room room{"messages", *pool, room_.keyring(), room_.clock()};
  const LetterPrinting printing(room, "");
  v1::LetterWork work;
  work.set_batch(std::string("counties/7/letterBatches/") + kBatchId);
  *work.mutable_wanted() = Wanted();
  rpc::Progress progress{
      .county = kHome, .request = work.SerializeAsString(), .cursor = {}, .caller = agent_};
  for (bool done = false; !done;) {
    const auto step = room_.Write(
        [&](pg::Transaction& tx) -> Result<rpc::Step> { return printing.Step(tx, progress); });
    progress.cursor = step.cursor;
    progress.done = step.done;
    progress.total = step.total;
    done = step.result.has_value();
  }
  EXPECT_EQ(States(), "841");
  EXPECT_THAT(TextOf(work.batch()), Not(HasSubstr(kOldCode)));
  EXPECT_EQ(room_.Query("SELECT letter_count FROM messages.letter_batch"), "1");
}

TEST_F(Withdrawal, ABatchWithAReplacedLetterIsGivenOutNoMore) {
  const std::string older = PostTo(household_, kOldCode);
  const std::string other = PostTo(NewId(), "CCC-CCC-CCCC");
  const Batch batch = PrintAll(agent_, Wanted());
  const std::string newer = PostTo(household_, kNewCode);
  EXPECT_EQ(StateOf(older), "8 5");
  EXPECT_TRUE(On(agent_, &Stub::GetLetterBatch, batch.name()).reply.outdated());
  EXPECT_EQ(On(agent_, &Stub::DownloadLetterBatch, batch.name()).reason(), "BATCH_OUTDATED");
  ASSERT_TRUE(On(agent_, &Stub::CancelLetterBatch, batch.name()).ok());
  const Batch again = PrintAll(agent_, Wanted());
  EXPECT_EQ(again.letter_count(), 2);
  EXPECT_FALSE(again.outdated());
  EXPECT_THAT(TextOf(again.name()), Not(HasSubstr(kOldCode)));
  EXPECT_EQ(StateOf(older), "8 5");
  EXPECT_EQ(StateOf(other), "4 0");
  EXPECT_EQ(StateOf(newer), "4 0");
}

TEST_F(Withdrawal, AReplacedLetterIsNotHandedOverWithTheOthers) {
  const std::string older = PostTo(household_, kOldCode);
  const Batch batch = PrintAll(agent_, Wanted());
  PostTo(household_, kNewCode);
  ASSERT_TRUE(On(agent_, &Stub::ConfirmLetterBatch, batch.name()).ok());
  EXPECT_EQ(StateOf(older), "8 5");
}

TEST_F(Withdrawal, WhatWasHandedOverStays) {
  const std::string older = PostTo(household_, kOldCode);
  const Batch batch = PrintAll(agent_, Wanted());
  ASSERT_TRUE(On(agent_, &Stub::ConfirmLetterBatch, batch.name()).ok());
  PostTo(household_, kNewCode);
  EXPECT_EQ(StateOf(older), "5 0");
}

TEST_F(Withdrawal, TheHouseTakesALetterBackWithoutANewOne) {
  const std::string older = PostTo(household_, kOldCode);
  const std::string other = PostTo(NewId(), "CCC-CCC-CCCC");
  v1::WithdrawLettersRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewId());
  request.set_household("counties/7/households/" + household_);
  request.set_template_(v1::TEMPLATE_HOUSEHOLD_LETTER);
  const auto done = room_.Ask(House(), &Messages::WithdrawLetters, request);
  ASSERT_TRUE(done.ok()) << done.reason();
  EXPECT_EQ(done.reply.letters(), 1);
  EXPECT_EQ(StateOf(older), "8 5");
  EXPECT_EQ(StateOf(other), "1 0");
  request.set_household("counties/8/households/" + household_);
  request.set_request_id(NewId());
  EXPECT_EQ(room_.Ask(House(), &Messages::WithdrawLetters, request).reason(),
            "RECIPIENT_MALFORMED");
}

TEST_F(Withdrawal, ALetterThatNoKeyOpensIsSetAsideAndTheOthersArePrinted) {
  const std::string broken = Post();
  Post();
  const std::string third = Post();
  room_.database().Execute(
      "UPDATE messages.delivery SET address_sealed = '\\x00'"
      " WHERE message_id = '" +
      broken + "'");
  room_.database().Execute(
      "UPDATE messages.message SET content_sealed = '\\x00'"
      " WHERE id = '" +
      third + "'");
  const Batch batch = PrintAll(agent_, Wanted());
  EXPECT_EQ(batch.letter_count(), 1);
  ASSERT_EQ(batch.set_aside_size(), 2);
  EXPECT_EQ(batch.set_aside(0).reason(), "CONTENT_UNREADABLE");
  EXPECT_EQ(batch.set_aside(1).reason(), "CONTENT_UNREADABLE");
}

}  // namespace
}  // namespace qianmo::messages
