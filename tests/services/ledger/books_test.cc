// Books: opened once, divided into accounts, closed month by month.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/books_service.h"
#include "ledger/books_store.h"
#include "ledger/callers.h"
#include "ledger/install.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

class BooksTest : public testing::Test {
 protected:
  Answer<v1::Books> Reopen(const std::string& day) {
    auto request = Named<v1::ReopenPeriodRequest>(bureau_.books());
    *request.mutable_month() = Day(day);
    request.set_reason("漏记");
    return bureau_.Ask(bureau_.approver(), &Books::ReopenPeriod, request);
  }

  Bureau bureau_;
};

TEST_F(BooksTest, AreOpenedOnceAnOrganisationAndKind) {
  const auto again = bureau_.Ask(bureau_.agent(), &Books::OpenBooks, Bureau::NewBooks(kVillage));
  EXPECT_EQ(again.reason(), "BOOKS_EXIST");
  auto committee = Bureau::NewBooks(kVillage);
  committee.set_kind(v1::Books::KIND_COMMITTEE);
  EXPECT_EQ(bureau_.Ask(bureau_.agent(), &Books::OpenBooks, committee).reason(), "NAME_UNREADABLE")
      << "the registry knows the collective's name alone";
  committee.set_display_name("柳湾村村民委员会");
  const auto opened = bureau_.Ask(bureau_.agent(), &Books::OpenBooks, committee);
  ASSERT_TRUE(opened.ok()) << opened.reason();
  EXPECT_EQ(opened.reply.first_month().month(), 1);
  EXPECT_EQ(opened.reply.first_month().day(), 1) << "of whatever day was said";
  v1::ListBooksRequest list;
  list.set_parent(kCounty);
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Books::ListBooks, list).reply.books_size(), 2);
}

TEST_F(BooksTest, AreOfACollectiveThatTheRegistryKnows) {
  const std::string path = std::string(kTownship) + "01900000-0000-7000-8000-00000000b009/";
  const auto reason = [&] {
    return bureau_.Ask(bureau_.agent(), &Books::OpenBooks, Bureau::NewBooks(path)).reason();
  };
  EXPECT_EQ(reason(), "COLLECTIVE_NOT_FOUND");
  auto village = TownHall::Village(path);
  village.set_state(registry::v1::Collective::STATE_ENDED);
  bureau_.hall().Put(village);
  EXPECT_EQ(reason(), "COLLECTIVE_ENDED");
  village.set_state(registry::v1::Collective::STATE_ACTIVE);
  village.set_book_type(registry::v1::BOOK_TYPE_NONE);
  bureau_.hall().Put(village);
  EXPECT_EQ(reason(), "BOOKS_KIND_UNFIT");
  village.set_book_type(registry::v1::BOOK_TYPE_JOINT);
  village.set_display_name("清塘村经济合作社");
  village.set_org_path(kFarVillage);
  bureau_.hall().Put(village);
  EXPECT_EQ(reason(), "OUT_OF_SCOPE") << "where the registry says, not whoever asks";
  village.set_org_path(path);
  bureau_.hall().Put(village);
  auto named = Bureau::NewBooks(path);
  named.set_display_name("别的名字");
  EXPECT_EQ(bureau_.Ask(bureau_.agent(), &Books::OpenBooks, named).reason(), "INVALID_FIELD");
  const auto opened = bureau_.Ask(bureau_.agent(), &Books::OpenBooks, Bureau::NewBooks(path));
  ASSERT_TRUE(opened.ok()) << opened.reason();
  EXPECT_EQ(opened.reply.display_name(), "清塘村经济合作社");
  EXPECT_EQ(opened.reply.org_path(), path);
  auto abroad = Bureau::NewBooks(path);
  abroad.set_collective("counties/8/collectives/01900000-0000-7000-8000-00000000b009");
  EXPECT_EQ(bureau_.Ask(bureau_.agent(), &Books::OpenBooks, abroad).reason(), "OUT_OF_SCOPE");
  bureau_.hall().Close();
  EXPECT_EQ(reason(), "REGISTRY_OUT_OF_REACH");
}

TEST_F(BooksTest, OfTheCentreAreOfNoCollective) {
  auto custody = Bureau::NewBooks(kVillage);
  custody.set_kind(v1::Books::KIND_CUSTODY);
  custody.set_display_name("托管账");
  EXPECT_EQ(bureau_.Ask(bureau_.officer(), &Books::OpenBooks, custody).reason(), "INVALID_FIELD");
  auto nobodys = Bureau::NewBooks("/7/");
  EXPECT_NE(bureau_.Ask(bureau_.agent(), &Books::OpenBooks, nobodys).reason(), "");
}

TEST_F(BooksTest, HaveTheChartAndWhatIsBelowIt) {
  EXPECT_TRUE(bureau_.Divide("10201").ok());
  EXPECT_EQ(bureau_.Divide("10201").reason(), "ACCOUNT_EXISTS");
  EXPECT_EQ(bureau_.Divide("1029").reason(), "ACCOUNT_CODE_MALFORMED");
  EXPECT_EQ(bureau_.Divide("1020201").reason(), "ACCOUNT_UNKNOWN");
  bureau_.Post({"D 10201 900", "C 501 900"});
  EXPECT_EQ(bureau_.Divide("50101").reason(), "ACCOUNT_IN_USE");
  const auto all = bureau_.Ask(bureau_.clerk(), &Books::ListAccounts,
                               Named<v1::ListAccountsRequest>(bureau_.books()));
  ASSERT_TRUE(all.ok()) << all.reason();
  EXPECT_EQ(all.reply.accounts_size(), 43);
  for (const auto& account : all.reply.accounts()) {
    if (account.code() == "102") {
      EXPECT_FALSE(account.postable());
      EXPECT_EQ(account.balance_fen(), 900) << "that of its parts";
    }
    if (account.code() == "501") {
      EXPECT_TRUE(account.credit());
    }
  }
}

TEST_F(BooksTest, AreClosedMonthByMonth) {
  EXPECT_EQ(bureau_.Close("2026-02-01").reason(), "PERIOD_OUT_OF_ORDER");
  ASSERT_TRUE(bureau_.Close("2026-01-31").ok());
  EXPECT_EQ(bureau_.Draft({"D 102 1", "C 501 1"}, "2026-01-31").reason(), "PERIOD_CLOSED");
  EXPECT_EQ(bureau_.Draft({"D 102 1", "C 501 1"}, "2025-12-31").reason(), "PERIOD_BEFORE_BOOKS");
  EXPECT_EQ(bureau_.Draft({"D 102 1", "C 501 1"}, "2026-11-21").reason(), "DATE_AHEAD");
  EXPECT_EQ(Reopen("2026-02-01").reason(), "PERIOD_OUT_OF_ORDER");
  ASSERT_TRUE(Reopen("2026-01-01").ok());
  EXPECT_TRUE(bureau_.Draft({"D 102 1", "C 501 1"}, "2026-01-31").ok());
  EXPECT_EQ(bureau_.Close("2026-01-31").reason(), "PERIOD_HAS_DRAFTS");
  EXPECT_EQ(bureau_.Query("SELECT string_agg(kind || ' ' || month || reason, ', ' ORDER BY id)"
                          " FROM ledger.period_event"),
            "1 2026-01-01, 2 2026-01-01漏记")
      << "it is kept who did it, and why";
}

TEST_F(BooksTest, DoNotCloseAMonthThatIsNotOver) {
  for (int month = 1; month <= 10; ++month) {
    const std::string day = "2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month);
    ASSERT_TRUE(bureau_.Close(day + "-01").ok()) << day;
  }
  EXPECT_EQ(bureau_.Close("2026-11-01").reason(), "PERIOD_NOT_OVER");
  bureau_.clock().Advance(std::chrono::hours(24 * 11));
  EXPECT_TRUE(bureau_.Close("2026-11-01").ok());
}

}  // namespace
}  // namespace qianmo::ledger
