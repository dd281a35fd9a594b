// What becomes of the deposits of those who defaulted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

class ForfeitsTest : public testing::Test {
 protected:
  v1::DisposeForfeitRequest NewDisposal(std::int64_t costs, std::int64_t gap) {
    auto request = Named<v1::DisposeForfeitRequest>(forfeited_.name());
    request.set_part(forfeited_.parts(0).id());
    request.set_costs_fen(costs);
    request.set_price_gap_fen(gap);
    request.set_books(vault_.bureau().books());
    request.set_reason("公告第12号");
    auto* payee = request.mutable_costs_payee();
    payee->set_name("县农交中心");
    payee->set_account_number("6222000000000099");
    payee->set_bank_name("农业银行");
    return request;
  }
  Answer<v1::Hold> Dispose(std::int64_t costs, std::int64_t gap) {
    return vault_.Ask(vault_.other_approver(), &Forfeits::DisposeForfeit, NewDisposal(costs, gap));
  }

  Vault vault_;
  const v1::Hold hold_ = vault_.Funded(NewLot(), Vault::Bidder(1), 1000);
  const v1::Hold forfeited_ = vault_.Forfeit(hold_.name()).reply;
};

TEST_F(ForfeitsTest, PayTheCostsThenTheGapAndLeaveTheRestToTheVillage) {
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 1000", "206 1000"));
  const auto disposed = Dispose(150, 500);
  ASSERT_TRUE(disposed.ok()) << disposed.reason();
  const auto& part = disposed.reply.parts(0);
  EXPECT_EQ(part.costs_fen(), 150);
  EXPECT_EQ(part.price_gap_fen(), 500);
  EXPECT_EQ(part.rest_fen(), 350);
  EXPECT_EQ(part.books(), vault_.bureau().books());
  EXPECT_NE(part.costs_voucher(), "");
  EXPECT_NE(part.village_voucher(), "");
  EXPECT_NE(part.costs_voucher(), part.village_voucher()) << "each says what it moved";
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 1000", "203 1000"));
  EXPECT_THAT(vault_.bureau().Balances(), ElementsAre("112 850", "504 850"));
  EXPECT_EQ(vault_.bureau().Query("SELECT max(credit_income) FROM ledger.posting"), "4")
      << "income that does not come again";
  EXPECT_EQ(vault_.BankPaysAll(), 2);
  EXPECT_TRUE(vault_.CustodyBalances().empty());
  EXPECT_THAT(vault_.bureau().Balances(), ElementsAre("102 850", "504 850"));
  EXPECT_EQ(Dispose(0, 0).reason(), "FORFEIT_DISPOSED");
}

TEST_F(ForfeitsTest, MayAllGoIntoCosts) {
  ASSERT_TRUE(Dispose(5000, 500).ok());
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 1000", "203 1000"));
  EXPECT_TRUE(vault_.bureau().Balances().empty());
  EXPECT_EQ(vault_.See(hold_.name()).parts(0).village_voucher(), "");
}

TEST_F(ForfeitsTest, AreDecidedByAnotherPersonAndWithAPayee) {
  EXPECT_EQ(vault_.Ask(vault_.approver(), &Forfeits::DisposeForfeit, NewDisposal(0, 0)).reason(),
            "SAME_PERSON");
  auto request = NewDisposal(1, 0);
  request.clear_costs_payee();
  EXPECT_EQ(vault_.Ask(vault_.other_approver(), &Forfeits::DisposeForfeit, request).reason(),
            "COSTS_PAYEE_MISSING");
  request = NewDisposal(0, 0);
  request.set_part(NewRequestId());
  EXPECT_EQ(vault_.Ask(vault_.other_approver(), &Forfeits::DisposeForfeit, request).reason(),
            "PART_NOT_FORFEITED");
  request = NewDisposal(0, 0);
  request.set_books(vault_.custody());
  EXPECT_EQ(vault_.Ask(vault_.other_approver(), &Forfeits::DisposeForfeit, request).reason(),
            "BOOKS_UNFIT");
}

}  // namespace
}  // namespace qianmo::ledger
