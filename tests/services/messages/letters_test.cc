// Letters and notices from the message to the paper: who prints what, each once, and what is left
// of it afterwards.
#include <future>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "messages/letter_batch_store.h"
#include "messages/letter_content_store.h"
#include "messages/letter_printing.h"
#include "messages/letter_sheets.h"
#include "messages/letters_service.h"
#include "messages/upkeep_store.h"
#include "services/messages/letter_room.h"
#include "services/print/proof.h"

namespace qianmo::messages {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr char kFarTownship[] = "/7/01930000-0000-7000-8000-0000000000a2/";
constexpr char kMissing[] = "\xf3\xb0\x80\x80";  // a private character, which no font has

TEST_F(Letters, ArePrintedDownloadedAndHandedOver) {
  for (const char* name : {"王德福", "李桂花", "赵铁柱"}) Post(name);
  const Batch batch = PrintAll(agent_, Wanted());
  EXPECT_EQ(batch.state(), Batch::STATE_PRINTED);
  EXPECT_EQ(batch.letter_count(), 3);
  EXPECT_GE(batch.page_count(), 3);
  EXPECT_EQ(batch.left_count(), 0);
  EXPECT_EQ(batch.file_name(), "信函-青石镇-2026-11-20-第1批.pdf");
  EXPECT_EQ(States(), "444");
  const std::string pdf = Download(agent_, batch.name());
  EXPECT_EQ(ToHex(AsText(crypto::Sha256(pdf))), batch.content_sha256());
  EXPECT_EQ(static_cast<std::int64_t>(pdf.size()), batch.size_bytes());
  std::string text;
  for (const std::string& page : print::TextOf(pdf)) text += print::Tight(page);
  for (const char* part : {"王德福", "李桂花", "赵铁柱", "K7M-2QX-9F4T", "7-100002",
                           "qianmo.example.cn/activate", "0571-88001234"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  std::vector<std::string> links;
  for (int page = 1; page <= batch.page_count(); ++page) {
    const auto found = print::ReadQrCodes(print::Render(pdf, page, 150));
    links.insert(links.end(), found.begin(), found.end());
  }
  const std::string link = "https://qianmo.example.cn/activate?letter=7-10000";
  EXPECT_THAT(links, testing::ElementsAre(link + "1", link + "2", link + "3"));
  EXPECT_EQ(Codes(), "3");
  const auto done = On(agent_, &Stub::ConfirmLetterBatch, batch.name());
  ASSERT_TRUE(done.ok()) << done.reason();
  EXPECT_EQ(done.reply.state(), Batch::STATE_HANDED_OVER);
  EXPECT_FALSE(done.reply.has_content());
  EXPECT_EQ(done.reply.content_sha256(), batch.content_sha256());
  EXPECT_EQ(States(), "555");
  EXPECT_EQ(Codes(), "0");
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.letter_chunk"), "0");
  EXPECT_EQ(On(agent_, &Stub::DownloadLetterBatch, batch.name()).reason(), "BATCH_CONTENT_GONE");
  EXPECT_EQ(On(agent_, &Stub::ConfirmLetterBatch, batch.name()).reason(), "BATCH_ENDED");
}

TEST_F(Letters, WaitAgainWhenTheirBatchIsTakenBack) {
  Post();
  const Batch first = PrintAll(agent_, Wanted());
  EXPECT_EQ(Print(agent_, Wanted()).reason(), "NOTHING_TO_PRINT");
  const auto cancelled = On(agent_, &Stub::CancelLetterBatch, first.name());
  ASSERT_TRUE(cancelled.ok()) << cancelled.reason();
  EXPECT_EQ(cancelled.reply.state(), Batch::STATE_CANCELLED);
  EXPECT_EQ(States(), "1");
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.letter_chunk"), "0");
  const Batch second = PrintAll(agent_, Wanted());
  EXPECT_EQ(second.number(), 2);
  EXPECT_THAT(print::Tight(print::TextOf(Download(agent_, second.name()))[0]),
              HasSubstr("K7M-2QX-9F4T"));
  EXPECT_EQ(On(agent_, &Stub::CancelLetterBatch, first.name()).reason(), "BATCH_ENDED");
}

TEST_F(Letters, AreTheSameFileHoweverItIsRead) {
  for (int i = 0; i < 20; ++i) Post("户主" + std::to_string(i));
  const Batch batch = PrintAll(agent_, Wanted());
  const std::string whole = Download(agent_, batch.name(), 4 * 1024 * 1024);
  EXPECT_EQ(Download(agent_, batch.name()), whole);
  EXPECT_EQ(Download(agent_, batch.name(), 10'007), whole);
  EXPECT_EQ(info_.file_name(), "信函-青石镇-2026-11-20-第1批.pdf");
  EXPECT_EQ(info_.etag(), batch.content_sha256());
  EXPECT_FALSE(info_.shown());
}

TEST_F(Letters, LieSealed) {
  Post();
  const Batch batch = PrintAll(agent_, Wanted());
  const std::string pdf = Download(agent_, batch.name());
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.letter_chunk WHERE position("
                        "'%PDF'::bytea IN content_sealed) > 0"),
            "0");
  EXPECT_EQ(pdf.substr(0, 4), "%PDF");
}

TEST_F(Letters, RememberWhoReadThemOnceAMinute) {
  Post();
  const Batch batch = PrintAll(agent_, Wanted());
  Download(agent_, batch.name(), 5'000);
  Download(county_, batch.name());
  room_.clock().Advance(1min);
  Download(agent_, batch.name());
  const auto readings = On(county_, &Stub::GetLetterBatch, batch.name()).reply.readings();
  ASSERT_EQ(readings.size(), 3);
  EXPECT_EQ(readings[0].account(), NameOf(agent_));
}

TEST_F(Letters, ThatCannotBePrintedAreSetAsideAndNamed) {
  Post("王德福");
  Post(std::string("李") + kMissing);
  const Batch batch = PrintAll(agent_, Wanted());
  EXPECT_EQ(batch.letter_count(), 1);
  ASSERT_EQ(batch.set_aside_size(), 1);
  EXPECT_EQ(batch.set_aside(0).reason(), "GLYPH_MISSING");
  EXPECT_THAT(batch.set_aside(0).detail(), HasSubstr("U+F0000"));
  EXPECT_EQ(States(), "46");
  EXPECT_EQ(print::TextOf(Download(agent_, batch.name())).size(),
            static_cast<std::size_t>(batch.page_count()));
}

TEST_F(Letters, FailTogetherWhenNoneCanBePrinted) {
  Post(kMissing);
  const auto begun = Print(agent_, Wanted());
  const Operation operation = Await(agent_, begun.reply.name());
  EXPECT_TRUE(operation.has_error());
  EXPECT_EQ(room_.Query("SELECT state FROM messages.letter_batch"), "5");
}

TEST_F(Letters, OfWhichTooManyWaitAreSaidToBeLeft) {
  for (int i = 0; i < kMostLetters + 1; ++i) Post();
  const Batch batch = PrintAll(agent_, Wanted());
  EXPECT_EQ(batch.letter_count(), kMostLetters);
  EXPECT_EQ(batch.left_count(), 1);
  EXPECT_EQ(PrintAll(agent_, Wanted()).letter_count(), 1);
}

TEST_F(Letters, AreInOneBatchEachHoweverManyOfficersPrintAtOnce) {
  for (int i = 0; i < 30; ++i) Post();
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 6; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      return Print(i % 2 ? agent_ : county_, Wanted(i % 2 ? kTownship : kCounty)).reason();
    }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["NOTHING_TO_PRINT"], 5);
  EXPECT_EQ(room_.Query("SELECT count(DISTINCT delivery_id) FROM messages.letter"), "30");
}

// A process that dies in a step leaves what was before it: the transaction is rolled back.
TEST_F(Letters, SurviveADeathInTheMiddleOfEveryStep) {
  for (int i = 0; i < 3; ++i) Post("户主" + std::to_string(i));
  rpc::v1::Caller caller = agent_;
  room_.Write([&](pg::Transaction& tx) -> Result<Done> {
    InsertBatch(tx,
                {.county = kHome,
                 .id = BatchId::Parse("01930000-0000-7000-8000-00000000beef").value(),
                 .org_path = kTownship,
                 .kind = PaperKind::kLetters,
                 .place = "青石镇",
                 .sender = "青石镇",
                 .creator = *Uuid::Parse(caller.account_id())},
                room_.clock().Now());
    return Done{};
  });
  const auto pool = room_.database().PoolFor("messages");
  const rpc::Room room{"messages", *pool, room_.keyring(), room_.clock()};
  const LetterPrinting printing(room, "https://qianmo.example.cn");
  v1::LetterWork work;
  work.set_batch("counties/7/letterBatches/01930000-0000-7000-8000-00000000beef");
  *work.mutable_wanted() = Wanted();
  rpc::Progress progress{
      .county = kHome, .request = work.SerializeAsString(), .cursor = {}, .caller = caller};
  struct Death : std::runtime_error {
    Death() : std::runtime_error("died") {}
  };
  for (bool done = false; !done;) {
    const auto attempt = [&](bool dies) {
      return room_.Write([&](pg::Transaction& tx) -> Result<rpc::Step> {
        auto step = printing.Step(tx, progress);
        if (dies) throw Death();
        return step;
      });
    };
    const std::string before = States();
    EXPECT_THROW(attempt(true), Death);
    EXPECT_EQ(States(), before);
    EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.letter_chunk"), "0");
    const rpc::Step step = attempt(false);
    progress.cursor = step.cursor;
    progress.done = step.done;
    progress.total = step.total;
    done = step.result.has_value();
  }
  EXPECT_EQ(progress.done, 3);
  EXPECT_EQ(States(), "444");
  EXPECT_EQ(room_.Query("SELECT letter_count FROM messages.letter_batch"), "3");
}

TEST_F(Letters, AreGivenUpWhenTheirTimeIsOver) {
  const std::string id = Post();
  room_.clock().Advance(1440h);
  EXPECT_EQ(Print(agent_, Wanted()).reason(), "NOTHING_TO_PRINT");
  room_.Write([&](pg::Transaction& tx) -> Result<int> {
    return ExpireDeliveries(tx, kHome, room_.clock().Now(), 10);
  });
  EXPECT_EQ(States(), "7");
  EXPECT_EQ(Codes(), "0");
}

TEST_F(Letters, LoseTheirFileAfterFourteenDays) {
  Post();
  const Batch batch = PrintAll(agent_, Wanted());
  const auto drop = [&] {
    return room_.Write([&](pg::Transaction& tx) -> Result<int> {
      return DropOldContent(tx, kHome, room_.clock().Now() - kKeepContent, 10);
    });
  };
  room_.clock().Advance(kKeepContent - Duration(1));
  EXPECT_EQ(drop(), 0);
  room_.clock().Advance(Duration(1));
  drop();
  EXPECT_EQ(On(agent_, &Stub::DownloadLetterBatch, batch.name()).reason(), "BATCH_CONTENT_GONE");
  EXPECT_TRUE(On(agent_, &Stub::ConfirmLetterBatch, batch.name()).ok());
}

TEST_F(Letters, RefuseWhatCannotStandAtTheirHead) {
  Post();
  auto request = Wanted();
  request.set_sender(kMissing);
  EXPECT_EQ(Print(agent_, request).reason(), "GLYPH_MISSING");
  request = Wanted();
  request.set_place("a/b");
  EXPECT_EQ(Print(agent_, request).code(), grpc::StatusCode::INVALID_ARGUMENT);
  request = Wanted("/8/");
  EXPECT_EQ(Print(agent_, request).reason(), "ORG_PATH_FOREIGN");
}

TEST_F(Letters, AreListedNewestFirstInPages) {
  for (int i = 0; i < 3; ++i) {
    Post();
    PrintAll(agent_, Wanted());
  }
  v1::ListLetterBatchesRequest request;
  request.set_parent("counties/7");
  request.set_page_size(2);
  const auto first = room_.Ask(agent_, &Stub::ListLetterBatches, request).reply;
  ASSERT_EQ(first.letter_batches_size(), 2);
  EXPECT_EQ(first.letter_batches(0).number(), 3);
  request.set_page_token(first.next_page_token());
  const auto second = room_.Ask(agent_, &Stub::ListLetterBatches, request).reply;
  ASSERT_EQ(second.letter_batches_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(Letters, AsNoticesHangOnTheClerksOwnWall) {
  ASSERT_TRUE(room_.Send(NoticeFor(kVillage, "鱼塘出租公告")).ok());
  ASSERT_TRUE(room_.Send(NoticeFor(kOtherVillage, "别村公告")).ok());
  Post();
  auto request = Wanted(kVillage, Batch::KIND_WALL_NOTICES);
  request.set_posting_days(10);
  const Batch batch = PrintAll(clerk_, request);
  EXPECT_EQ(batch.letter_count(), 1);
  const auto pages = print::TextOf(Download(clerk_, batch.name()));
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_THAT(print::Tight(pages[0]), HasSubstr("鱼塘出租公告"));
  EXPECT_THAT(print::Tight(pages[0]), HasSubstr("2026年11月20日至2026年11月30日"));
  EXPECT_TRUE(On(clerk_, &Stub::ConfirmLetterBatch, batch.name()).ok());
}

// Written by hand from page 3.8 of the design. L: a batch of letters of the village; N: of notices.
TEST_F(Letters, AreHandledByTheRolesOfTheDesign) {
  Post();
  ASSERT_TRUE(room_.Send(NoticeFor(kVillage, "公告")).ok());
  const Batch letters = PrintAll(county_, Wanted(kVillage));
  const Batch notices = PrintAll(county_, Wanted(kVillage, Batch::KIND_WALL_NOTICES));
  struct Row {
    Role role;
    const char* where;
    const char* outcomes;  // print L N, get L N, download L N: + may, - may not
  };
  using namespace rpc::v1;
  const Row table[] = {
      {ROLE_VILLAGE_CLERK, kVillage, "-+ ++ -+"},
      {ROLE_VILLAGE_CLERK, kOtherVillage, "-- -- --"},
      {ROLE_BOARD_CHAIR, kVillage, "-- -- --"},
      {ROLE_SUPERVISOR, kVillage, "-- -- --"},
      {ROLE_MEMBER, kVillage, "-- -- --"},
      {ROLE_HOUSEHOLD_HEAD, kVillage, "-- -- --"},
      {ROLE_BIDDER, kCounty, "-- -- --"},
      {ROLE_TOWNSHIP_AGENT, kTownship, "++ ++ ++"},
      {ROLE_TOWNSHIP_APPROVER, kTownship, "++ ++ ++"},
      {ROLE_TOWNSHIP_AGENT, kFarTownship, "-- -- --"},
      {ROLE_CENTRE_OFFICER, kCounty, "++ ++ ++"},
      {ROLE_CENTRE_APPROVER, kCounty, "-- -- --"},
      {ROLE_COUNTY_ADMIN, kCounty, "++ ++ ++"},
      {ROLE_DISCIPLINE, kCounty, "-- ++ --"},
      {ROLE_AUDITOR, kCounty, "-- ++ --"},
      {ROLE_BANK, kCounty, "-- -- --"},
      {ROLE_SERVICE, kCounty, "-- -- --"},
  };
  for (const Row& row : table) {
    const Caller caller = Holding(row.role, row.where);
    const auto sign = [](const auto& answer) {
      const auto code = answer.code();
      const bool denied =
          code == grpc::StatusCode::PERMISSION_DENIED || code == grpc::StatusCode::NOT_FOUND;
      return denied ? '-' : '+';
    };
    std::string seen;
    seen += sign(Print(caller, Wanted(kVillage)));
    seen += sign(Print(caller, Wanted(kVillage, Batch::KIND_WALL_NOTICES)));
    seen += ' ';
    for (const Batch* batch : {&letters, &notices}) {
      seen += sign(On(caller, &Stub::GetLetterBatch, batch->name()));
    }
    seen += ' ';
    for (const Batch* batch : {&letters, &notices}) {
      seen += sign(On(caller, &Stub::DownloadLetterBatch, batch->name()));
    }
    EXPECT_EQ(seen, row.outcomes) << Role_Name(row.role) << " at " << row.where;
    const char may_end = seen[6];
    if (may_end == '-') {
      EXPECT_EQ(sign(On(caller, &Stub::ConfirmLetterBatch, letters.name())), '-');
      EXPECT_EQ(sign(On(caller, &Stub::CancelLetterBatch, letters.name())), '-');
    }
  }
  EXPECT_EQ(Print({}, Wanted()).code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(Letters, KeepTheCountyOfAnotherOut) {
  Post();
  const Batch batch = PrintAll(agent_, Wanted());
  Caller stranger = Holding(rpc::v1::ROLE_COUNTY_ADMIN, "/8/");
  stranger.set_county_id(8);
  EXPECT_FALSE(On(stranger, &Stub::GetLetterBatch, batch.name()).ok());
  EXPECT_FALSE(On(stranger, &Stub::DownloadLetterBatch, batch.name()).ok());
  // Only who may see all of them is told that there is none.
  const std::string none = "counties/7/letterBatches/" + NewId();
  EXPECT_EQ(On(county_, &Stub::GetLetterBatch, none).reason(), "BATCH_NOT_FOUND");
  EXPECT_EQ(
      On(agent_, &Stub::GetLetterBatch, none).reason(),
      On(Holding(rpc::v1::ROLE_TOWNSHIP_AGENT, kFarTownship), &Stub::GetLetterBatch, batch.name())
          .reason());
}

TEST_F(Letters, GoBackInTheQueueWhileTheyAreStillBeingPrinted) {
  Post();
  room_.Write([&](pg::Transaction& tx) -> Result<Done> {
    InsertBatch(tx,
                {.county = kHome,
                 .id = BatchId::Parse("01930000-0000-7000-8000-00000000beef").value(),
                 .org_path = kTownship,
                 .kind = PaperKind::kLetters,
                 .place = "青石镇",
                 .sender = "青石镇",
                 .creator = *Uuid::Parse(agent_.account_id())},
                room_.clock().Now());
    return Done{};
  });
  const std::string name = "counties/7/letterBatches/01930000-0000-7000-8000-00000000beef";
  EXPECT_EQ(On(agent_, &Stub::ConfirmLetterBatch, name).reason(), "BATCH_NOT_PRINTED");
  EXPECT_EQ(On(agent_, &Stub::DownloadLetterBatch, name).reason(), "BATCH_NOT_PRINTED");
  EXPECT_TRUE(On(agent_, &Stub::CancelLetterBatch, name).ok());
  EXPECT_EQ(PrintAll(agent_, Wanted()).letter_count(), 1);
}

}  // namespace
}  // namespace qianmo::messages
