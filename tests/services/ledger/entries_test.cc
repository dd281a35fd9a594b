// Entries of other services: many at once, each whole or not at all, each once.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/entries_service.h"
#include "pg/transaction.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

class EntriesTest : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(bureau_.Unsound(), ""); }

  Answer<v1::Entry> PostEntry(const v1::PostEntryRequest& request) {
    return bureau_.Ask(bureau_.service(), &Entries::PostEntry, request);
  }
  Answer<v1::Entry> PostLines(const Lines& lines) {
    return PostEntry(Bureau::NewEntry(bureau_.books(), lines));
  }

  Bureau bureau_;
};

TEST_F(EntriesTest, ArePostedAtOnceAndSayByWhom) {
  const auto entry = PostLines({"D 112 500", "C 501 500"});
  ASSERT_TRUE(entry.ok()) << entry.reason();
  ASSERT_EQ(entry.reply.vouchers_size(), 1);
  EXPECT_EQ(entry.reply.vouchers(0).number(), 1);
  const auto voucher = bureau_
                           .Ask(bureau_.agent(), &Vouchers::GetVoucher,
                                Named<v1::GetVoucherRequest>(entry.reply.vouchers(0).voucher()))
                           .reply;
  EXPECT_EQ(voucher.state(), v1::Voucher::STATE_POSTED);
  EXPECT_EQ(voucher.origin(), v1::Voucher::ORIGIN_RULE);
  EXPECT_EQ(voucher.checker(), "");
  ASSERT_EQ(voucher.lines_size(), 2);
  EXPECT_EQ(voucher.lines(1).income(), v1::INCOME_KIND_RECURRING_OPERATING) << "as 501 usually is";
  EXPECT_THAT(bureau_.Balances(), ElementsAre("112 500", "501 500"));
}

TEST_F(EntriesTest, AreTakenBackLikeAnyVoucher) {
  const auto entry = PostLines({"D 112 500", "C 501 500"});
  auto request = Named<v1::ReverseVoucherRequest>(entry.reply.vouchers(0).voucher());
  *request.mutable_date() = Day("2026-11-19");
  request.set_reason("重复");
  const auto draft = bureau_.Ask(bureau_.agent(), &Vouchers::ReverseVoucher, request);
  ASSERT_TRUE(draft.ok()) << draft.reason();
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), draft.reply.name()).ok());
  EXPECT_TRUE(bureau_.Balances().empty());
}

// What waits is one batch, and some of it came before midnight.
TEST_F(EntriesTest, AreOfTheDayOnWhichTheyCame) {
  bureau_.clock().Set(ParseRfc3339("2026-11-20T15:59:59Z").value());
  const auto pool = bureau_.Pool();
  std::vector<std::thread> callers;
  std::vector<std::string> reasons(3);
  const auto post = [&](std::size_t place, const std::string& day) {
    callers.emplace_back([&, place, day] {
      const auto request = Bureau::NewEntry(bureau_.books(), {"D 112 5", "C 501 5"}, day);
      reasons[place] = PostEntry(request).reason();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  };
  const pg::TransactOptions options{.deadline =
                                        std::chrono::steady_clock::now() + std::chrono::minutes(1)};
  const auto held = pg::Transact(*pool, options, [&](pg::Transaction& tx) -> Result<Done> {
    tx.Run("SELECT id FROM ledger.books FOR UPDATE");
    post(0, "2026-11-20");
    post(1, "2026-11-20");
    bureau_.clock().Set(ParseRfc3339("2026-11-20T16:00:00Z").value());
    post(2, "2026-11-21");
    return Done{};
  });
  for (std::thread& caller : callers) caller.join();
  ASSERT_TRUE(held);
  EXPECT_THAT(reasons, ElementsAre("", "", ""));
}

TEST_F(EntriesTest, ArePostedToSeveralBooksOrToNone) {
  auto both = Bureau::NewEntry(bureau_.Custody(), {"D 204 100", "C 102 100"});
  *both.add_vouchers() = Bureau::NewEntry(bureau_.books(), {"D 102 100", "C 112 100"}).vouchers(0);
  auto broken = both;
  broken.set_request_id(NewRequestId());
  broken.mutable_vouchers(0)->mutable_lines(0)->set_amount_fen(101);
  broken.mutable_vouchers(0)->mutable_lines(1)->set_amount_fen(101);
  EXPECT_EQ(PostEntry(broken).reason(), "FLOOR_BROKEN");
  EXPECT_TRUE(bureau_.Balances().empty());
  const auto posted = PostEntry(both);
  ASSERT_TRUE(posted.ok()) << posted.reason();
  EXPECT_EQ(posted.reply.vouchers_size(), 2);
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 100", "112 -100"));
}

TEST_F(EntriesTest, NameWhatIsWrongWithThem) {
  struct Case {
    Lines lines;
    const char* reason;
  };
  for (const Case& one : {Case{{"D 102 1", "C 501 2"}, "VOUCHER_UNBALANCED"},
                          Case{{"D 102 0", "C 501 0"}, "AMOUNT_NOT_POSITIVE"},
                          Case{{"D 999 1", "C 501 1"}, "ACCOUNT_UNKNOWN"},
                          Case{{"D 1x 1", "C 501 1"}, "ACCOUNT_CODE_MALFORMED"},
                          Case{{"D 511 1", "C 102 1"}, "FLOOR_BROKEN"}}) {
    EXPECT_EQ(PostLines(one.lines).reason(), one.reason);
  }
  EXPECT_EQ(
      PostEntry(Bureau::NewEntry(bureau_.books(), {"D 102 1", "C 501 1"}, "2025-12-31")).reason(),
      "PERIOD_BEFORE_BOOKS");
  EXPECT_EQ(
      PostEntry(Bureau::NewEntry(bureau_.books(), {"D 102 1", "C 501 1"}, "2026-11-21")).reason(),
      "DATE_AHEAD");
  EXPECT_EQ(
      PostEntry(Bureau::NewEntry("counties/7/books/" + NewRequestId(), {"D 102 1", "C 501 1"}))
          .reason(),
      "BOOKS_NOT_FOUND");
  EXPECT_TRUE(bureau_.Balances().empty());
}

TEST_F(EntriesTest, OfEverybodyAtOnceAddUpAndLeaveNoGap) {
  constexpr int kThreads = 16, kEach = 20;
  std::atomic<int> posted = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        const auto request = Bureau::NewEntry(bureau_.books(), {"D 102 3", "C 501 3"});
        posted += PostEntry(request).ok() ? 1 : 0;
        if (i % 5 == 0) {
          EXPECT_TRUE(PostEntry(request).ok()) << "again, without effect";
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(posted, kThreads * kEach);
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 960", "501 960"));
  EXPECT_EQ(bureau_.Query("SELECT max(number) FROM ledger.voucher"), "320");
}

TEST_F(EntriesTest, RefuseNobodyBecauseOfANeighbour) {
  ASSERT_TRUE(PostLines({"D 102 10", "C 501 10"}).ok());
  std::atomic<int> paid = 0, broken = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      const auto answer = PostLines({"D 513 3", "C 102 3"});
      paid += answer.ok() ? 1 : 0;
      broken += answer.reason() == "FLOOR_BROKEN" ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(paid, 3);
  EXPECT_EQ(broken, 5);
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 1", "501 10", "513 9"));
}

}  // namespace
}  // namespace qianmo::ledger
