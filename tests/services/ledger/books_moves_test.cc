// Books follow their collectives, and those of one that has ended take nothing new.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/books_move_store.h"
#include "ledger/links_service.h"
#include "ledger/posting_store.h"
#include "ledger/registry_collectives.h"
#include "pg/pool.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr char kOtherTownship[] = "/7/01900000-0000-7000-8000-00000000a003/";
constexpr char kHeir[] =
    "/7/01900000-0000-7000-8000-00000000a001/01900000-0000-7000-8000-00000000b003/";
constexpr char kChange[] = "counties/7/collectiveChanges/01900000-0000-7000-8000-00000000c001";

v1::MoveBooksRequest Move(const std::string& from, const std::string& to, bool ended) {
  v1::MoveBooksRequest request;
  request.set_parent(kCounty);
  request.set_request_id(NewRequestId());
  request.set_cause(kChange);
  *request.mutable_date() = Day("2026-11-15");
  auto* move = request.add_moves();
  move->set_from_path(from);
  move->set_to_path(to);
  move->set_ended(ended);
  return request;
}

class BooksMovesTest : public testing::Test {
 protected:
  Answer<v1::MoveBooksResponse> Tell(const v1::MoveBooksRequest& request) {
    return bureau_.Ask(bureau_.service(), &LedgerLinks::MoveBooks, request);
  }
  v1::Books See(const std::string& books) {
    return bureau_.Ask(bureau_.agent(), &Books::GetBooks, Named<v1::GetBooksRequest>(books)).reply;
  }
  std::vector<std::string> SeenBy(const std::string& place) {
    v1::ListBooksRequest list;
    list.set_parent(kCounty);
    std::vector<std::string> names;
    const auto clerk = Bureau::Person(rpc::v1::ROLE_VILLAGE_CLERK, place);
    const auto seen = bureau_.Ask(clerk, &Books::ListBooks, list);
    for (const auto& one : seen.reply.books()) {
      names.push_back(one.name());
    }
    return names;
  }
  std::string OpenHeir() {
    bureau_.hall().Put(TownHall::Village(kHeir));
    return bureau_.Ask(bureau_.agent(), &Books::OpenBooks, Bureau::NewBooks(kHeir)).reply.name();
  }
  std::string PostedByRule(const std::string& day) {
    const auto pool = bureau_.Pool();
    const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() +
                                                  std::chrono::seconds(30)};
    const auto line = [](Side side, const char* code) {
      return VoucherLine{
          .side = side, .account = AccountCode::Parse(code).value(), .amount = Fen(7)};
    };
    const std::string id = bureau_.books().substr(bureau_.books().rfind('/') + 1);
    const Time now = bureau_.clock().Now();
    const VoucherDraft draft{.id = VoucherId::Make(now),
                             .books = BooksId::Parse(id).value(),
                             .date = ParseIsoDate(day).value(),
                             .summary = "银行收款",
                             .lines = {line(Side::kDebit, "102"), line(Side::kCredit, "112")},
                             .origin = Origin::kRule};
    const auto posted = pg::Transact(*pool, options, [&](pg::Transaction& tx) {
      return PostAlone(tx, CountyId{7}, {.vouchers = {draft}}, now);
    });
    return posted ? "" : posted.refusal().reason;
  }

  Bureau bureau_;
};

TEST_F(BooksMovesTest, FollowACollectiveToAnotherTownshipWithAllBelowIt) {
  const std::string group = std::string(kVillage) + "01900000-0000-7000-8000-00000000e001/";
  bureau_.hall().Put(TownHall::Village(group));
  const auto below = bureau_.Ask(bureau_.agent(), &Books::OpenBooks, Bureau::NewBooks(group));
  ASSERT_TRUE(below.ok()) << below.reason();
  const std::string there = std::string(kOtherTownship) + "01900000-0000-7000-8000-00000000b001/";
  const auto request = Move(kVillage, there, false);
  const auto told = Tell(request);
  ASSERT_TRUE(told.ok()) << told.reason();
  EXPECT_EQ(told.reply.moved_count(), 2);
  EXPECT_EQ(told.reply.ended_count(), 0);
  EXPECT_EQ(Tell(request).reply.moved_count(), 2) << "the same answer once more";
  EXPECT_THAT(SeenBy(kVillage), ElementsAre());
  EXPECT_THAT(SeenBy(there), UnorderedElementsAre(bureau_.books(), below.reply.name()));
  EXPECT_EQ(bureau_.Draft({"D 102 1", "C 501 1"}).reason(), "OUT_OF_SCOPE")
      << "of an agent of the township that it left";
  EXPECT_EQ(bureau_.Query("SELECT string_agg(cause || ' ' || books, ',') FROM ledger.books_move"),
            std::string(kChange) + " 2");
}

TEST_F(BooksMovesTest, OfACollectiveThatEndedAreKeptByItsHeirAndTakeNothingNew) {
  const std::string heirs = OpenHeir();
  const auto prepaid = bureau_.Post({"D 102 900", "C 211 900"}, "2026-11-01");
  v1::CreateSpreadRequest spread;
  spread.set_parent(bureau_.books());
  spread.set_request_id(NewRequestId());
  spread.mutable_spread()->set_voucher(prepaid.name());
  spread.mutable_spread()->set_line(2);
  *spread.mutable_spread()->mutable_first_date() = Day("2026-01-01");
  *spread.mutable_spread()->mutable_last_date() = Day("2028-12-31");
  spread.mutable_spread()->set_method(v1::Spread::METHOD_LEASE_YEARS);
  const auto spreads = bureau_.Ask(bureau_.agent(), &Spreads::CreateSpread, spread);
  ASSERT_TRUE(spreads.ok()) << spreads.reason();
  const auto later = bureau_.Draft({"D 102 1", "C 501 1"}, "2026-11-16").reply;
  const auto last = bureau_.Draft({"D 211 900", "C 102 900"}, "2026-11-15").reply;
  const auto told = Tell(Move(kVillage, kHeir, true));
  ASSERT_TRUE(told.ok()) << told.reason();
  EXPECT_EQ(told.reply.moved_count(), 1);
  EXPECT_EQ(told.reply.ended_count(), 1);
  const auto ended = See(bureau_.books());
  EXPECT_EQ(ended.org_path(), kHeir);
  EXPECT_EQ(ended.end_date().day(), 15);
  EXPECT_EQ(ended.end_cause(), kChange);
  EXPECT_FALSE(See(heirs).has_end_date());
  EXPECT_THAT(SeenBy(kHeir), UnorderedElementsAre(bureau_.books(), heirs));
  EXPECT_EQ(bureau_.Query("SELECT end_reason FROM ledger.spread"), kChange);

  EXPECT_EQ(bureau_.Draft({"D 102 1", "C 501 1"}, "2026-11-16").reason(), "BOOKS_ENDED");
  EXPECT_EQ(bureau_.Approve(bureau_.approver(), later.name()).reason(), "BOOKS_ENDED")
      << "a draft of before";
  const auto entry = Bureau::NewEntry(bureau_.books(), {"D 112 1", "C 501 1"}, "2026-11-16");
  EXPECT_EQ(bureau_.Ask(bureau_.service(), &Entries::PostEntry, entry).reason(), "BOOKS_ENDED");
  EXPECT_EQ(PostedByRule("2026-11-18"), "") << "money that was on its way";
  EXPECT_TRUE(bureau_.Approve(bureau_.approver(), last.name()).ok())
      << "what hands over, on the last day";
  EXPECT_TRUE(bureau_.Draft({"D 501 1", "C 321 1"}, "2026-11-15").ok());
  EXPECT_EQ(bureau_.Unsound(), "");

  const std::string farther = std::string(kOtherTownship) + "01900000-0000-7000-8000-00000000b003/";
  ASSERT_TRUE(Tell(Move(kHeir, farther, true)).ok());
  EXPECT_THAT(SeenBy(farther), UnorderedElementsAre(bureau_.books(), heirs));
  EXPECT_EQ(bureau_.Query("SELECT end_date FROM ledger.books WHERE id = '" +
                          bureau_.books().substr(bureau_.books().rfind('/') + 1) + "'"),
            "2026-11-15")
      << "the first end counts";
}

TEST_F(BooksMovesTest, AreNotOpenedWhereACollectiveWasAMomentAgo) {
  bureau_.hall().Put(TownHall::Village(kHeir));
  ASSERT_TRUE(Tell(Move(kHeir, kFarVillage, false)).ok());
  const auto opened = [&] {
    return bureau_.Ask(bureau_.agent(), &Books::OpenBooks, Bureau::NewBooks(kHeir)).reason();
  };
  EXPECT_EQ(opened(), "COLLECTIVE_MOVED") << "the registry was asked before it moved, perhaps";
  bureau_.clock().Advance(std::chrono::minutes(2));
  EXPECT_EQ(opened(), "") << "it came back, as the registry says now";
}

TEST_F(BooksMovesTest, AreNotOpenedOnceMoreWhileTheyAreOnTheirWay) {
  const std::string there = std::string(kOtherTownship) + "01900000-0000-7000-8000-00000000b001/";
  bureau_.hall().Put(TownHall::Village(there));  // the registry has moved it, and tells us soon
  const auto agent = Bureau::Person(rpc::v1::ROLE_TOWNSHIP_AGENT, kOtherTownship);
  EXPECT_EQ(bureau_.Ask(agent, &Books::OpenBooks, Bureau::NewBooks(there)).reason(), "BOOKS_EXIST");
  EXPECT_TRUE(Tell(Move(kVillage, there, false)).ok());
  EXPECT_THAT(SeenBy(there), ElementsAre(bureau_.books()));
}

TEST_F(BooksMovesTest, NameOnlyPlacesOfTheCounty) {
  EXPECT_EQ(Tell(Move("/7/", kHeir, false)).reason(), "ORG_PATH_UNFIT");
  EXPECT_EQ(Tell(Move(kVillage, "/7/", false)).reason(), "ORG_PATH_UNFIT");
  EXPECT_EQ(Tell(Move("/8/01900000-0000-7000-8000-00000000a001/", kHeir, false)).reason(),
            "ORG_PATH_UNFIT");
  EXPECT_EQ(Tell(Move("x", kHeir, false)).reason(), "ORG_PATH_UNFIT");
  auto undated = Move(kVillage, kHeir, false);
  undated.mutable_date()->set_day(0);
  EXPECT_EQ(Tell(undated).reason(), "DATE_INVALID");
}

}  // namespace
}  // namespace qianmo::ledger
