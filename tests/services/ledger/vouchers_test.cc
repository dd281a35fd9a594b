// Vouchers from the draft to the books: two persons, one number, and never a change afterwards.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/posting_store.h"
#include "ledger/voucher_store.h"
#include "ledger/vouchers_service.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

using State = v1::Voucher;
using testing::ElementsAre;

class VouchersTest : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(bureau_.Unsound(), ""); }

  Answer<v1::Voucher> Reverse(const std::string& voucher, const std::string& day = "2026-11-19") {
    auto request = Named<v1::ReverseVoucherRequest>(voucher);
    *request.mutable_date() = Day(day);
    request.set_reason("记错");
    return bureau_.Ask(bureau_.agent(), &Vouchers::ReverseVoucher, request);
  }
  Answer<v1::Voucher> Reject(const std::string& voucher) {
    auto request = Named<v1::RejectVoucherRequest>(voucher);
    request.set_reason("缺附件");
    return bureau_.Ask(bureau_.approver(), &Vouchers::RejectVoucher, request);
  }
  Answer<v1::Voucher> Carry(int year) {
    v1::CarryYearRequest request;
    request.set_parent(bureau_.books());
    request.set_request_id(NewRequestId());
    request.set_year(year);
    return bureau_.Ask(bureau_.agent(), &Vouchers::CarryYear, request);
  }

  Bureau bureau_;
};

TEST_F(VouchersTest, MoveNothingUntilAnotherPersonApproves) {
  const auto draft = bureau_.Draft({"D 102 30000", "C 112 30000"});
  ASSERT_TRUE(draft.ok()) << draft.reason();
  EXPECT_EQ(draft.reply.state(), State::STATE_DRAFT);
  EXPECT_EQ(draft.reply.number(), 0);
  EXPECT_EQ(draft.reply.total_fen(), 30000);
  EXPECT_TRUE(bureau_.Balances().empty());
  const auto posted = bureau_.Approve(bureau_.approver(), draft.reply.name());
  ASSERT_TRUE(posted.ok()) << posted.reason();
  EXPECT_EQ(posted.reply.state(), State::STATE_POSTED);
  EXPECT_EQ(posted.reply.number(), 1);
  ASSERT_EQ(posted.reply.lines_size(), 2);
  EXPECT_EQ(posted.reply.lines(1).account(), "112");
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 30000", "112 -30000"));
  EXPECT_EQ(bureau_.Approve(bureau_.approver(), draft.reply.name()).reason(), "VOUCHER_ENDED");
}

TEST_F(VouchersTest, AreNeverApprovedByWhoeverWroteThem) {
  auto both = bureau_.agent();
  auto* held = both.add_roles();
  held->set_role(rpc::v1::ROLE_TOWNSHIP_APPROVER);
  held->set_org_path(kTownship);
  const auto draft =
      bureau_.Ask(both, &Vouchers::DraftVoucher, bureau_.NewVoucher({"D 102 1", "C 501 1"}));
  ASSERT_TRUE(draft.ok()) << draft.reason();
  EXPECT_EQ(bureau_.Approve(both, draft.reply.name()).reason(), "SAME_PERSON");
  both.set_account_id(NewRequestId());
  EXPECT_EQ(bureau_.Approve(both, draft.reply.name()).reason(), "SAME_PERSON")
      << "by another account of the person";
}

TEST_F(VouchersTest, AreApprovedByAChairUpToALimit) {
  const auto most = bureau_.Draft({"D 102 5000000", "C 501 5000000"});
  EXPECT_TRUE(bureau_.Approve(bureau_.chair(), most.reply.name()).ok());
  const auto more = bureau_.Draft({"D 102 5000001", "C 501 5000001"});
  EXPECT_EQ(bureau_.Approve(bureau_.chair(), more.reply.name()).reason(), "OVER_LIMIT");
  EXPECT_TRUE(bureau_.Approve(bureau_.approver(), more.reply.name()).ok());
}

TEST_F(VouchersTest, SayWhatIsWrongWithThem) {
  struct Case {
    const char* reason;
    Lines lines;
  };
  for (const Case& one :
       {Case{"VOUCHER_EMPTY", {}}, Case{"VOUCHER_UNBALANCED", {"D 102 2", "C 501 1"}},
        Case{"AMOUNT_NOT_POSITIVE", {"D 102 0", "C 501 0"}},
        Case{"ACCOUNT_UNKNOWN", {"D 199 1", "C 501 1"}},
        Case{"ACCOUNT_UNKNOWN", {"D 10201 1", "C 501 1"}},
        Case{"ACCOUNT_CODE_MALFORMED", {"D 10 1", "C 501 1"}}}) {
    EXPECT_EQ(bureau_.Draft(one.lines).reason(), one.reason);
  }
  auto request = bureau_.NewVoucher({"D 102 1", "C 501 1"});
  request.mutable_voucher()->mutable_lines(1)->set_contract(std::string(36, '-'));
  const auto refused = bureau_.Ask(bureau_.agent(), &Vouchers::DraftVoucher, request);
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT)
      << "a purpose that is none is not left out";
  EXPECT_EQ(bureau_.Query("SELECT count(*) FROM ledger.voucher"), "0");
}

TEST_F(VouchersTest, NeverTakeMoreCashThanThereIs) {
  bureau_.Post({"D 101 500", "C 501 500"});
  const auto all = bureau_.Draft({"D 513 500", "C 101 500"});
  const auto more = bureau_.Draft({"D 513 1", "C 101 1"});
  EXPECT_TRUE(bureau_.Approve(bureau_.approver(), all.reply.name()).ok());
  const auto refused = bureau_.Approve(bureau_.approver(), more.reply.name());
  EXPECT_EQ(refused.reason(), "FLOOR_BROKEN");
  EXPECT_THAT(bureau_.Balances(), ElementsAre("501 500", "513 500"));
  bureau_.Post({"D 101 1", "C 501 1"});
  EXPECT_TRUE(bureau_.Approve(bureau_.approver(), more.reply.name()).ok())
      << "a voucher that was refused still waits";
}

TEST_F(VouchersTest, AreNumberedByYearWithoutGapsHoweverManyApproveAtOnce) {
  std::vector<std::string> drafts;
  for (int i = 0; i < 24; ++i) {
    drafts.push_back(bureau_.Draft({"D 102 1", "C 501 1"}).reply.name());
  }
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t i = 0; i < drafts.size(); ++i) {
        if (static_cast<int>(i % 4) != thread) continue;
        const auto answer = bureau_.Approve(bureau_.approver(), drafts[i]);
        EXPECT_TRUE(answer.ok()) << answer.reason();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(bureau_.Query("SELECT max(number) FROM ledger.voucher"), "24");
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 24", "501 24"));
}

TEST_F(VouchersTest, AreTakenBackByAnotherOnceAndForGood) {
  const auto posted = bureau_.Post({"D 102 700", "C 501 700"});
  const auto reversal = Reverse(posted.name());
  ASSERT_TRUE(reversal.ok()) << reversal.reason();
  EXPECT_EQ(reversal.reply.reverses(), posted.name());
  EXPECT_EQ(Reverse(posted.name()).reason(), "VOUCHER_REVERSED") << "one is on its way";
  EXPECT_TRUE(Reject(reversal.reply.name()).ok());
  const auto again = Reverse(posted.name());
  ASSERT_TRUE(again.ok()) << again.reason();
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), again.reply.name()).ok());
  EXPECT_TRUE(bureau_.Balances().empty());
  EXPECT_EQ(Reverse(posted.name()).reason(), "VOUCHER_REVERSED");
  const auto now = bureau_.Ask(bureau_.clerk(), &Vouchers::GetVoucher,
                               Named<v1::GetVoucherRequest>(posted.name()));
  EXPECT_EQ(now.reply.reversed_by(), again.reply.name());
  EXPECT_EQ(now.reply.state(), State::STATE_POSTED) << "it stays as it was posted";
}

TEST_F(VouchersTest, AreGivenBackForAReasonAndNeverPosted) {
  const auto draft = bureau_.Draft({"D 102 1", "C 501 1"});
  const auto rejected = Reject(draft.reply.name());
  ASSERT_TRUE(rejected.ok()) << rejected.reason();
  EXPECT_EQ(rejected.reply.reject_reason(), "缺附件");
  EXPECT_EQ(bureau_.Approve(bureau_.approver(), draft.reply.name()).reason(), "VOUCHER_ENDED");
  EXPECT_EQ(Reject(draft.reply.name()).reason(), "VOUCHER_ENDED");
  EXPECT_EQ(Reverse(draft.reply.name()).reason(), "VOUCHER_NOT_POSTED");
}

TEST_F(VouchersTest, AreNotPostedIntoAMonthThatWasClosedMeanwhile) {
  const auto draft = bureau_.Draft({"D 102 1", "C 501 1"}, "2026-02-10");
  ASSERT_TRUE(bureau_.Close("2026-01-01").ok());
  EXPECT_EQ(bureau_.Close("2026-02-01").reason(), "PERIOD_HAS_DRAFTS");
  EXPECT_TRUE(bureau_.Approve(bureau_.approver(), draft.reply.name()).ok());
  ASSERT_TRUE(bureau_.Close("2026-02-01").ok());
  EXPECT_EQ(Reverse(draft.reply.name(), "2026-02-11").reason(), "PERIOD_CLOSED");
}

TEST_F(VouchersTest, EndAYear) {
  bureau_.Post({"D 102 900", "C 501 900"}, "2026-03-01");
  bureau_.Post({"D 513 250", "C 102 250"}, "2026-04-01");
  EXPECT_EQ(Carry(2026).reason(), "PERIOD_NOT_OVER");
  bureau_.clock().Advance(std::chrono::hours(24 * 45));
  const auto draft = Carry(2026);
  ASSERT_TRUE(draft.ok()) << draft.reason();
  bureau_.Post({"D 102 1", "C 501 1"}, "2026-12-31");
  EXPECT_EQ(bureau_.Approve(bureau_.approver(), draft.reply.name()).reason(), "CARRY_STALE");
  ASSERT_TRUE(Reject(draft.reply.name()).ok());
  const auto again = Carry(2026);
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), again.reply.name()).ok());
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 651", "322 651"));
  EXPECT_EQ(bureau_.Draft({"D 102 1", "C 501 1"}, "2026-12-31").reason(), "PERIOD_CARRIED");
  EXPECT_EQ(Carry(2026).reason(), "PERIOD_CARRIED");
  EXPECT_EQ(Reverse(again.reply.name(), "2027-01-01").reason(), "PERIOD_CARRIED")
      << "the year does not come back in the next one";
  EXPECT_TRUE(bureau_.Draft({"D 102 1", "C 501 1"}, "2027-01-01").ok());
}

TEST_F(VouchersTest, AreOneForTheSameRequestHoweverOftenItComes) {
  const auto request = bureau_.NewVoucher({"D 102 1", "C 501 1"});
  const auto first = bureau_.Ask(bureau_.agent(), &Vouchers::DraftVoucher, request);
  const auto second = bureau_.Ask(bureau_.agent(), &Vouchers::DraftVoucher, request);
  EXPECT_EQ(first.reply.name(), second.reply.name());
  const auto approve = Named<v1::ApproveVoucherRequest>(first.reply.name());
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(bureau_.Ask(bureau_.approver(), &Vouchers::ApproveVoucher, approve).ok());
  }
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 1", "501 1"));
}

TEST_F(VouchersTest, AreListedOldestFirstPageByPage) {
  for (int i = 0; i < 5; ++i) bureau_.Draft({"D 102 1", "C 501 1"});
  bureau_.Post({"D 102 1", "C 501 1"});
  v1::ListVouchersRequest request;
  request.set_parent(bureau_.books());
  request.set_page_size(4);
  const auto first = bureau_.Ask(bureau_.clerk(), &Vouchers::ListVouchers, request);
  EXPECT_EQ(first.reply.vouchers_size(), 4);
  request.set_page_token(first.reply.next_page_token());
  const auto last = bureau_.Ask(bureau_.clerk(), &Vouchers::ListVouchers, request);
  EXPECT_EQ(last.reply.vouchers_size(), 2);
  EXPECT_EQ(last.reply.next_page_token(), "");
  request.clear_page_token();
  request.set_state(v1::Voucher::STATE_POSTED);
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Vouchers::ListVouchers, request).reply.vouchers_size(),
            1);
  request.set_state(v1::Voucher::STATE_DRAFT);
  const auto drafts = bureau_.Ask(bureau_.clerk(), &Vouchers::ListVouchers, request);
  EXPECT_EQ(drafts.reply.vouchers_size(), 4);
  request.set_page_token(drafts.reply.next_page_token());
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Vouchers::ListVouchers, request).reply.vouchers_size(),
            1);
}

TEST_F(VouchersTest, MoveMoneyFromSomewhereToSomewhereElse) {
  const auto same = bureau_.Draft({"D 102 7", "C 102 7"});
  EXPECT_EQ(same.reason(), "VOUCHER_LINES_CANCEL");
  EXPECT_EQ(bureau_
                .Ask(bureau_.service(), &Entries::PostEntry,
                     Bureau::NewEntry(bureau_.books(), {"D 112 7", "C 112 7"}))
                .reason(),
            "VOUCHER_LINES_CANCEL");
  bureau_.Post({"D 102 100", "D 513 30", "C 102 30", "C 501 100"});
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 70", "501 100", "513 30"));
}

}  // namespace
}  // namespace qianmo::ledger
