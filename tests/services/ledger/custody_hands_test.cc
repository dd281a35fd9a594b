// What people write by hand leaves alone what follows from the rows of deposits: it could only make
// books say something else than the holds.
#include <gtest/gtest.h>

#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

class CustodyHandsTest : public testing::Test {
 protected:
  Answer<v1::Voucher> Write(const rpc::v1::Caller& caller, const std::string& books,
                            const Lines& lines) {
    auto request = vault_.bureau().NewVoucher(lines);
    request.set_parent(books);
    return vault_.Ask(caller, &Vouchers::DraftVoucher, request);
  }
  Answer<v1::Voucher> Reverse(const rpc::v1::Caller& caller, const std::string& voucher) {
    auto request = Named<v1::ReverseVoucherRequest>(voucher);
    *request.mutable_date() = Day("2026-11-20");
    request.set_reason("录错");
    return vault_.Ask(caller, &Vouchers::ReverseVoucher, request);
  }
  // The posted vouchers of these books.
  Lines VouchersOf(const std::string& books) {
    return {
        vault_.bureau().Query("SELECT 'counties/7/vouchers/' || id FROM ledger.voucher"
                              " WHERE books_id = '" +
                              books.substr(books.rfind('/') + 1) + "' ORDER BY id LIMIT 1")};
  }

  Vault vault_;
  const v1::Hold hold_ = vault_.Funded(NewLot(), Vault::Bidder(1));
};

TEST_F(CustodyHandsTest, WriteNothingThatDepositsDecide) {
  for (const char* code : {"201", "202", "203", "204", "205", "206"}) {
    const std::string credit = std::string("C ") + code + " 1";
    EXPECT_EQ(Write(vault_.officer(), vault_.custody(), {"D 102 1", credit}).reason(),
              "ACCOUNT_KEPT")
        << code;
  }
}

TEST_F(CustodyHandsTest, WriteDownWhatTheBankTookForItself) {
  EXPECT_TRUE(Write(vault_.officer(), vault_.custody(), {"D 103 1", "C 102 1"}).ok());
}

TEST_F(CustodyHandsTest, TakeNothingBackThatADepositDid) {
  for (const auto& voucher : VouchersOf(vault_.custody())) {
    const auto draft = Reverse(vault_.officer(), voucher);
    EXPECT_EQ(draft.reason(), "ACCOUNT_KEPT");
    if (!draft.ok()) continue;
    vault_.Ask(vault_.approver(), &Vouchers::ApproveVoucher,
               Named<v1::ApproveVoucherRequest>(draft.reply.name()));
  }
  EXPECT_TRUE(vault_.Release(hold_.name()).ok()) << "the money is still there to go back";
}

TEST_F(CustodyHandsTest, LeaveToTheBankWhatTheCentreOwesAVillage) {
  ASSERT_TRUE(vault_.Capture(hold_.name()).ok());
  Bureau& bureau = vault_.bureau();
  const std::string centre = vault_.custody().substr(vault_.custody().rfind('/') + 1);
  EXPECT_EQ(Write(bureau.agent(), bureau.books(), {"D 102 1", "C 112 1 " + centre}).reason(),
            "ACCOUNT_KEPT");
  EXPECT_TRUE(Write(bureau.agent(), bureau.books(), {"D 102 1", "C 112 1"}).ok());
  for (const auto& voucher : VouchersOf(bureau.books())) {
    EXPECT_EQ(Reverse(bureau.agent(), voucher).reason(), "ACCOUNT_KEPT");
  }
}

TEST_F(CustodyHandsTest, DivideNothingThatABankIsAboutToPayTo) {
  ASSERT_TRUE(vault_.Capture(hold_.name()).ok());
  EXPECT_EQ(vault_.bureau().Divide("10201").reason(), "ACCOUNT_IN_USE");
  EXPECT_EQ(vault_.BankPaysAll(), 1);
}

TEST_F(CustodyHandsTest, TakeDepositsToAClaimAndNotToMoneyThatIsNotThere) {
  for (const auto& [receivable, credit] :
       {std::pair("102", "211"), std::pair("101", "211"), std::pair("501", "211"),
        std::pair("112", "102"), std::pair("112", "101")}) {
    auto request = vault_.NewCapture(hold_.name());
    request.set_receivable_account(receivable);
    request.set_credit_account(credit);
    EXPECT_EQ(vault_.Ask(vault_.approver(), &Holds::CaptureHold, request).reason(), "ACCOUNT_UNFIT")
        << receivable << " " << credit;
  }
}

}  // namespace
}  // namespace qianmo::ledger
