// Money in suspense, on its three ways out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/suspense_service.h"
#include "ledger/suspense_store.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using Item = v1::SuspenseItem;

class SuspenseTest : public testing::Test {
 protected:
  Answer<Item> Propose(const std::string& item, const std::string& hold) {
    auto request = Named<v1::ProposeSuspenseRequest>(item);
    request.set_hold(hold);
    request.set_reason("母公司代付，有书面说明");
    request.set_bank_name("农业银行");
    return vault_.Ask(vault_.officer(), &SuspenseDesk::ProposeSuspense, request);
  }
  Answer<Item> Apply(const rpc::v1::Caller& caller, const std::string& item) {
    return vault_.Ask(caller, &SuspenseDesk::ApplySuspense, Named<v1::ApplySuspenseRequest>(item));
  }
  Answer<Item> Decline(const std::string& item) {
    return vault_.Ask(vault_.approver(), &SuspenseDesk::DeclineSuspense,
                      Named<v1::DeclineSuspenseRequest>(item));
  }
  Answer<Item> Return(const std::string& item) {
    auto request = Named<v1::ReturnSuspenseRequest>(item);
    request.set_reason("非本人账户");
    request.set_bank_code("102100000021");
    request.set_bank_name("工商银行");
    return vault_.Ask(vault_.officer(), &SuspenseDesk::ReturnSuspense, request);
  }

  Vault vault_;
  const Bidding anna_ = Vault::Bidder(1), carl_ = Vault::Bidder(3);
  const v1::Hold hold_ = vault_.Open(NewLot(), anna_);
  const std::string item_ = vault_.Suspended(vault_.CreditFor(hold_, carl_));
};

TEST_F(SuspenseTest, BecomesADepositWhenTwoPersonsWantIt) {
  const auto proposed = Propose(item_, hold_.name());
  ASSERT_TRUE(proposed.ok()) << proposed.reason();
  EXPECT_EQ(proposed.reply.state(), Item::STATE_PROPOSED);
  EXPECT_EQ(vault_.See(hold_.name()).held_fen(), 0) << "nothing has happened yet";
  auto same = vault_.officer();
  same.mutable_roles(0)->set_role(rpc::v1::ROLE_CENTRE_APPROVER);
  EXPECT_EQ(Apply(same, item_).reason(), "SAME_PERSON");
  const auto applied = Apply(vault_.approver(), item_);
  ASSERT_TRUE(applied.ok()) << applied.reason();
  EXPECT_EQ(applied.reply.state(), Item::STATE_APPLIED);
  EXPECT_EQ(vault_.See(hold_.name()).open_fen(), 100000);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 100000", "201 100000"));
  EXPECT_EQ(Apply(vault_.approver(), item_).reason(), "SUSPENSE_ENDED");
  EXPECT_EQ(Return(item_).reason(), "SUSPENSE_ENDED");
  EXPECT_TRUE(vault_.Release(hold_.name()).ok());
}

TEST_F(SuspenseTest, GoesBackToWhoeverPaidWhenItsHoldIsReleased) {
  auto nowhere = Named<v1::ProposeSuspenseRequest>(item_);
  nowhere.set_hold(hold_.name());
  nowhere.set_reason("母公司代付");
  EXPECT_EQ(vault_.Ask(vault_.officer(), &SuspenseDesk::ProposeSuspense, nowhere).reason(),
            "PAYEE_UNREADABLE")
      << "the bank of whoever paid must be known";
  ASSERT_TRUE(Propose(item_, hold_.name()).ok());
  ASSERT_TRUE(Apply(vault_.approver(), item_).ok());
  const auto seen = vault_.See(hold_.name());
  EXPECT_EQ(seen.own_account().name(), anna_.account.name);
  EXPECT_EQ(seen.refund_account().name(), carl_.account.name);
  EXPECT_EQ(seen.refund_account().bank_name(), "农业银行");
  EXPECT_FALSE(vault_.Ask(anna_.caller, &Holds::GetHold, Named<v1::GetHoldRequest>(hold_.name()))
                   .reply.has_refund_account());
  ASSERT_TRUE(vault_.Release(hold_.name()).ok());
  const auto payment = vault_.Do([&](pg::Transaction& tx) -> Result<v1::Payment> {
    return ListPaymentsOf(tx, kHomeCounty, *vault_.bureau().keyring(),
                          {.account = vault_.account(), .limit = 1})
        .Get(0);
  });
  EXPECT_EQ(payment->payee().bank_name(), "农业银行");
  EXPECT_EQ(payment->payee().account_number().substr(payment->payee().account_number().size() - 4),
            carl_.account.account_number.substr(carl_.account.account_number.size() - 4));
}

TEST_F(SuspenseTest, GoesBackToTheOwnAccountThatPaidTooLateOrTwice) {
  Credit late = vault_.CreditFor(hold_, anna_);
  late.value_date += std::chrono::days(30);
  const std::string item = vault_.Suspended(late);
  auto request = Named<v1::ProposeSuspenseRequest>(item);
  request.set_hold(hold_.name());
  request.set_reason("银行系统故障");
  ASSERT_TRUE(vault_.Ask(vault_.officer(), &SuspenseDesk::ProposeSuspense, request).ok());
  ASSERT_TRUE(Apply(vault_.approver(), item).ok());
  EXPECT_FALSE(vault_.See(hold_.name()).has_refund_account());
}

TEST_F(SuspenseTest, GoesBackToWhereItCameFrom) {
  const auto returned = Return(item_);
  ASSERT_TRUE(returned.ok()) << returned.reason();
  EXPECT_EQ(returned.reply.state(), Item::STATE_RETURNED);
  EXPECT_EQ(returned.reply.payment_state(), v1::Payment::STATE_QUEUED);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 100000", "203 100000"));
  vault_.BankPaysAll();
  EXPECT_TRUE(vault_.CustodyBalances().empty());
  EXPECT_EQ(vault_.SeeItem(item_).payment_state(), v1::Payment::STATE_PAID);
  EXPECT_EQ(Propose(item_, hold_.name()).reason(), "SUSPENSE_ENDED");
}

TEST_F(SuspenseTest, WaitsAgainWhenTheProposalIsDeclined) {
  EXPECT_EQ(Decline(item_).reason(), "SUSPENSE_NOT_PROPOSED");
  EXPECT_EQ(Apply(vault_.approver(), item_).reason(), "SUSPENSE_NOT_PROPOSED");
  ASSERT_TRUE(Propose(item_, hold_.name()).ok());
  EXPECT_EQ(Propose(item_, hold_.name()).reason(), "SUSPENSE_PROPOSED");
  EXPECT_EQ(Return(item_).reason(), "SUSPENSE_PROPOSED");
  const auto declined = Decline(item_);
  EXPECT_EQ(declined.reply.state(), Item::STATE_WAITING) << declined.reason();
  EXPECT_TRUE(Return(item_).ok());
}

TEST_F(SuspenseTest, FitsAHoldWithoutDepositThatExpectsThisAmount) {
  const auto other = vault_.Open(NewLot(), anna_, 1);
  EXPECT_EQ(Propose(item_, other.name()).reason(), "AMOUNT_UNFIT");
  EXPECT_EQ(Propose(item_, vault_.Funded(NewLot(), anna_).name()).reason(), "HOLD_FUNDED");
  EXPECT_EQ(Propose(item_, "counties/7/holds/" + NewRequestId()).reason(), "HOLD_NOT_FOUND");
  EXPECT_EQ(Propose("counties/7/suspenseItems/" + NewRequestId(), hold_.name()).reason(),
            "SUSPENSE_NOT_FOUND");
  ASSERT_TRUE(Propose(item_, hold_.name()).ok());
  vault_.Take({vault_.CreditFor(hold_, anna_)});
  EXPECT_EQ(Apply(vault_.approver(), item_).reason(), "HOLD_FUNDED") << "it has come meanwhile";
}

TEST_F(SuspenseTest, BringsAnExpiredHoldBack) {
  vault_.bureau().clock().Advance(std::chrono::hours(24 * 7));
  ASSERT_TRUE(vault_.Do([&](pg::Transaction& tx) -> Result<int> {
    return ExpireHolds(tx, kHomeCounty, 10, vault_.now());
  }));
  ASSERT_TRUE(Propose(item_, hold_.name()).ok());
  ASSERT_TRUE(Apply(vault_.approver(), item_).ok());
  EXPECT_EQ(vault_.See(hold_.name()).state(), v1::Hold::STATE_FUNDED);
}

TEST_F(SuspenseTest, StaysWhereTheBankDidNotTellThePayer) {
  Credit credit = vault_.CreditFor(hold_, carl_);
  credit.payer_account = "";
  EXPECT_EQ(Return(vault_.Suspended(credit)).reason(), "PAYER_UNKNOWN");
  auto request = Named<v1::ReturnSuspenseRequest>(item_);
  request.set_reason("非本人账户");
  EXPECT_EQ(vault_.Ask(vault_.officer(), &SuspenseDesk::ReturnSuspense, request).reason(),
            "PAYEE_UNREADABLE")
      << "a bank must be known to which it goes";
  for (const char* number : {"6222****1234", "卡号不详"}) {
    Credit odd = vault_.CreditFor(hold_, carl_);
    odd.payer_account = number;
    EXPECT_EQ(Return(vault_.Suspended(odd)).reason(), "PAYEE_UNREADABLE") << number;
  }
  Credit grouped = vault_.CreditFor(hold_, carl_);
  grouped.payer_account = "6222 0000 0000 0003";
  EXPECT_TRUE(Return(vault_.Suspended(grouped)).ok()) << "blanks are no fault";
}

TEST_F(SuspenseTest, IsListedByState) {
  vault_.Suspended(vault_.CreditFor(hold_, carl_));
  ASSERT_TRUE(Return(item_).ok());
  v1::ListSuspenseRequest request;
  request.set_parent(kCounty);
  request.set_state(Item::STATE_WAITING);
  const auto work = vault_.Ask(vault_.approver(), &SuspenseDesk::ListSuspense, request).reply;
  ASSERT_EQ(work.suspense_items_size(), 1);
  EXPECT_EQ(work.suspense_items(0).reason(), Item::REASON_WRONG_PAYER);
  EXPECT_EQ(work.suspense_items(0).hold(), hold_.name());
}

}  // namespace
}  // namespace qianmo::ledger
