// Deposits from the hold to its end.
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/custody_callers.h"
#include "ledger/custody_work.h"
#include "ledger/hold_movements.h"
#include "ledger/hold_part_store.h"
#include "ledger/hold_read_store.h"
#include "ledger/hold_store.h"
#include "ledger/village_paying.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using Stage = v1::Hold;

class HoldsTest : public testing::Test {
 protected:
  // How many villages could not be paid.
  int PayAll() {
    const auto pool = vault_.bureau().Pool();
    return PayVillages(*pool, kHomeCounty, *vault_.bureau().keyring(), vault_.now());
  }

  Vault vault_;
  const Bidding anna_ = Vault::Bidder(1), ben_ = Vault::Bidder(2);
  const std::string lot_ = NewLot();
};

TEST_F(HoldsTest, GiveEachBidderOfALotANumberOfItsOwnAndOneHold) {
  const auto first = vault_.Open(lot_, anna_);
  EXPECT_EQ(first.state(), Stage::STATE_WAITING);
  EXPECT_EQ(first.sub_account(), "6000 0000 0165");
  EXPECT_EQ(vault_.Open(lot_, ben_).sub_account(), "6000 0000 0262");
  EXPECT_EQ(vault_.Ask(vault_.officer(), &Holds::OpenHold, vault_.NewHold(lot_, anna_)).reason(),
            "HOLD_EXISTS");
  EXPECT_NE(vault_.Open(NewLot(), anna_).sub_account(), first.sub_account());
}

TEST_F(HoldsTest, SayWhatIsWrongWithThem) {
  struct Case {
    const char* reason;
    std::function<void(v1::OpenHoldRequest*)> spoil;
  };
  for (const Case& one : {
           Case{"DUE_TIME_PAST",
                [](auto* request) { request->mutable_due_time()->set_seconds(1'700'000'000); }},
           Case{"PAYEE_UNREADABLE",
                [](auto* request) { request->mutable_own_account()->set_name("​"); }},
           Case{"PAYEE_UNREADABLE",
                [](auto* request) {
                  request->mutable_own_account()->set_account_number("1234567");
                }},
           Case{"PAYEE_UNREADABLE",
                [](auto* request) { request->mutable_own_account()->set_bank_code("12"); }},
           Case{"PAYEE_UNREADABLE",
                [](auto* request) {
                  request->mutable_own_account()->clear_bank_code();
                  request->mutable_own_account()->clear_bank_name();
                }},
       }) {
    auto request = vault_.NewHold(lot_, anna_);
    one.spoil(&request);
    EXPECT_EQ(vault_.Ask(vault_.officer(), &Holds::OpenHold, request).reason(), one.reason);
  }
}

TEST_F(HoldsTest, GoToAVillageInBothBooksAtOnceAndThenByTheBank) {
  const auto hold = vault_.Funded(lot_, anna_, 90000);
  EXPECT_EQ(hold.state(), Stage::STATE_FUNDED);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 90000", "201 90000"));
  const auto part = vault_.Capture(hold.name(), 60000);
  ASSERT_TRUE(part.ok()) << part.reason();
  EXPECT_EQ(part.reply.open_fen(), 30000);
  EXPECT_EQ(part.reply.captured_fen(), 60000);
  ASSERT_EQ(part.reply.parts_size(), 1);
  EXPECT_EQ(part.reply.parts(0).books(), vault_.bureau().books());
  EXPECT_EQ(part.reply.parts(0).payment_state(), v1::Payment::STATE_QUEUED);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 90000", "201 30000", "203 60000"));
  EXPECT_THAT(vault_.bureau().Balances(), ElementsAre("112 60000", "211 60000"));
  EXPECT_EQ(vault_.OwedToVillage(), 60000);
  EXPECT_EQ(vault_.BankPaysAll(), 1);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 30000", "201 30000"));
  EXPECT_THAT(vault_.bureau().Balances(), ElementsAre("102 60000", "211 60000"));
  EXPECT_EQ(vault_.OwedToVillage(), 0);
  const auto rest = vault_.Capture(hold.name());
  EXPECT_EQ(rest.reply.state(), Stage::STATE_RESOLVED);
  EXPECT_EQ(rest.reply.captured_fen(), 90000);
  EXPECT_EQ(vault_.Capture(hold.name()).reason(), "HOLD_ENDED");
}

TEST_F(HoldsTest, WaitAsPayableUntilTheVillageHasAnAccountAtABank) {
  vault_.bureau().Query(
      "UPDATE ledger.bank_account SET close_time = create_time"
      " WHERE books_id <> (SELECT id FROM ledger.books WHERE kind = 3)");
  const auto hold = vault_.Funded(lot_, anna_, 500);
  ASSERT_TRUE(vault_.Capture(hold.name()).ok());
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 500", "202 500"));
  EXPECT_EQ(vault_.OwedToVillage(), 500);
  EXPECT_EQ(PayAll(), 0);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 500", "202 500")) << "it has none yet";
  vault_.AddBankAccount(vault_.bureau().books(), "622200000000000003");
  EXPECT_EQ(PayAll(), 0);
  EXPECT_EQ(PayAll(), 0) << "once";
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 500", "203 500"));
  EXPECT_EQ(vault_.BankPaysAll(), 1);
  EXPECT_EQ(vault_.OwedToVillage(), 0);
}

TEST_F(HoldsTest, ForAVillageThatCannotBePaidHoldUpNoOther) {
  const auto far =
      Bureau::Person(rpc::v1::ROLE_TOWNSHIP_AGENT, "/7/01900000-0000-7000-8000-00000000a002/");
  const std::string far_books =
      vault_.Ask(far, &Books::OpenBooks, Bureau::NewBooks(kFarVillage)).reply.name();
  vault_.bureau().Query(
      "UPDATE ledger.bank_account SET close_time = create_time"
      " WHERE books_id <> (SELECT id FROM ledger.books WHERE kind = 3)");
  const auto first = vault_.Funded(lot_, anna_, 500);
  ASSERT_TRUE(vault_.Capture(first.name()).ok());
  const auto second = vault_.Funded(NewLot(), anna_, 300);
  auto capture = vault_.NewCapture(second.name());
  capture.set_books(far_books);
  ASSERT_TRUE(vault_.Ask(vault_.approver(), &Holds::CaptureHold, capture).ok());
  const auto broken = vault_.AddBankAccount(vault_.bureau().books(), "622200000000000003");
  vault_.AddBankAccount(far_books, "622200000000000004");
  const std::string sealed = vault_.bureau().Query(
      "SELECT encode(number_sealed, 'hex') FROM ledger.bank_account WHERE id = '" +
      broken.ToString() + "'");
  vault_.bureau().Query("UPDATE ledger.bank_account SET number_sealed = 'garbage' WHERE id = '" +
                        broken.ToString() + "'");
  EXPECT_EQ(PayAll(), 1);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 800", "202 500", "203 300"));
  EXPECT_EQ(vault_.See(first.name()).parts(0).transfer_trouble(), "INTERNAL") << "it is named";
  EXPECT_EQ(vault_.See(second.name()).parts(0).transfer_trouble(), "");
  vault_.bureau().Query("UPDATE ledger.bank_account SET number_sealed = decode('" + sealed +
                        "', 'hex') WHERE id = '" + broken.ToString() + "'");
  EXPECT_EQ(PayAll(), 0);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 800", "203 800"));
  EXPECT_EQ(vault_.See(first.name()).parts(0).transfer_trouble(), "");
}

TEST_F(HoldsTest, GoToNoVillageThatHasEnded) {
  const auto hold = vault_.Funded(lot_, anna_, 500);
  vault_.bureau().Query(
      "UPDATE ledger.books SET end_date = '2026-11-19', end_cause = 'x'"
      " WHERE kind = 1");
  EXPECT_EQ(vault_.Capture(hold.name()).reason(), "BOOKS_ENDED");
}

TEST_F(HoldsTest, GoBackToTheirOwnAccountByThemselves) {
  const auto hold = vault_.Funded(lot_, anna_, 700);
  const auto released = vault_.Release(hold.name());
  ASSERT_TRUE(released.ok()) << released.reason();
  EXPECT_EQ(released.reply.state(), Stage::STATE_RESOLVED);
  EXPECT_EQ(released.reply.parts(0).payment_state(), v1::Payment::STATE_QUEUED);
  EXPECT_FALSE(released.reply.has_paid_time());
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 700", "203 700"));
  vault_.BankPaysAll();
  EXPECT_TRUE(vault_.CustodyBalances().empty());
  const auto seen =
      vault_.Ask(anna_.caller, &Holds::GetHold, Named<v1::GetHoldRequest>(hold.name()));
  EXPECT_TRUE(seen.reply.has_paid_time());
  EXPECT_EQ(seen.reply.parts(0).payment_state(), v1::Payment::STATE_PAID);
}

TEST_F(HoldsTest, LeaveFromAnotherAccountOfTheCentreWhereTheirsIsClosed) {
  const auto hold = vault_.Funded(lot_, anna_, 700);
  vault_.bureau().Query("UPDATE ledger.bank_account SET close_time = create_time");
  EXPECT_EQ(vault_.Release(hold.name()).reason(), "BANK_ACCOUNT_MISSING");
  vault_.AddBankAccount(vault_.custody(), "622200000000000009");
  EXPECT_TRUE(vault_.Release(hold.name()).ok());
}

TEST_F(HoldsTest, AreNeverTakenByWhoeverOpenedThem) {
  auto both = vault_.officer();
  auto* held = both.add_roles();
  held->set_role(rpc::v1::ROLE_CENTRE_APPROVER);
  held->set_org_path("/7/");
  const auto hold = vault_.Funded(lot_, anna_);
  const auto capture = [&](const rpc::v1::Caller& caller) {
    return vault_.Ask(caller, &Holds::CaptureHold, vault_.NewCapture(hold.name(), 1)).reason();
  };
  EXPECT_EQ(capture(both), "SAME_PERSON");
  both.set_account_id(NewRequestId());
  EXPECT_EQ(capture(both), "SAME_PERSON") << "by another account of the person";
  auto forfeit = Named<v1::ForfeitHoldRequest>(hold.name());
  forfeit.set_reason("悔拍");
  EXPECT_EQ(vault_.Ask(both, &Holds::ForfeitHold, forfeit).reason(), "SAME_PERSON");
  EXPECT_EQ(capture(vault_.approver()), "");
  EXPECT_TRUE(vault_.Release(hold.name()).ok()) << "back to where it came from, anybody may send";
}

TEST_F(HoldsTest, AreOpenedAndTakenByServicesOnTheWordOfWhoeverDecided) {
  auto service = Bureau::Person(rpc::v1::ROLE_SERVICE, "/7/");
  const auto hold = vault_.Ask(service, &Holds::OpenHold, vault_.NewHold(lot_, anna_));
  ASSERT_TRUE(hold.ok()) << hold.reason();
  vault_.Take({vault_.CreditFor(hold.reply, anna_)});
  EXPECT_TRUE(vault_.Ask(service, &Holds::CaptureHold, vault_.NewCapture(hold.reply.name())).ok());
}

TEST_F(HoldsTest, GiveNoMoreThanIsOpenAndNothingBeforeItIsPaid) {
  const auto waiting = vault_.Open(lot_, ben_);
  EXPECT_EQ(vault_.Release(waiting.name()).reason(), "HOLD_NOT_FUNDED");
  const auto hold = vault_.Funded(lot_, anna_, 100);
  EXPECT_EQ(vault_.Release(hold.name(), 101).reason(), "HOLD_SHORT");
  ASSERT_TRUE(vault_.Forfeit(hold.name(), 40).ok());
  ASSERT_TRUE(vault_.Capture(hold.name(), 30).ok());
  ASSERT_TRUE(vault_.Release(hold.name(), 20).ok());
  EXPECT_EQ(vault_.Capture(hold.name(), 11).reason(), "HOLD_SHORT");
  const auto seen = vault_.See(hold.name());
  EXPECT_EQ(seen.held_fen(), 100);
  EXPECT_EQ(seen.open_fen(), 10);
  EXPECT_EQ(seen.parts_size(), 3);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 100", "201 10", "203 50", "206 40"));
}

TEST_F(HoldsTest, GoToNoBooksButAVillagesAndToNoAccountThatIsNone) {
  const auto hold = vault_.Funded(lot_, anna_);
  auto request = vault_.NewCapture(hold.name());
  const auto with = [&](const auto& change) {
    auto changed = vault_.NewCapture(hold.name());
    change(&changed);
    return vault_.Ask(vault_.approver(), &Holds::CaptureHold, changed).reason();
  };
  EXPECT_EQ(with([&](auto* r) { r->set_books(vault_.custody()); }), "BOOKS_UNFIT");
  EXPECT_EQ(with([&](auto* r) { r->set_books("counties/7/books/" + NewRequestId()); }),
            "BOOKS_NOT_FOUND");
  EXPECT_EQ(with([&](auto* r) { r->set_credit_account("199"); }), "ACCOUNT_UNKNOWN");
  EXPECT_EQ(with([&](auto* r) { r->set_credit_account("19"); }), "ACCOUNT_CODE_MALFORMED");
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 100000", "201 100000"))
      << "all of it or nothing";
}

TEST_F(HoldsTest, ShowBiddersTheirOwnAloneAndNoAccountInFull) {
  const auto hold = vault_.Open(lot_, anna_);
  vault_.Open(lot_, ben_);
  v1::ListHoldsRequest request;
  request.set_parent(kCounty);
  request.set_lot(lot_);
  EXPECT_EQ(vault_.Ask(vault_.officer(), &Holds::ListHolds, request).reply.holds_size(), 2);
  const auto own = vault_.Ask(anna_.caller, &Holds::ListHolds, request).reply;
  ASSERT_EQ(own.holds_size(), 1);
  EXPECT_EQ(own.holds(0).name(), hold.name());
  EXPECT_EQ(own.holds(0).own_account().account_number(), "************0001");
  EXPECT_EQ(own.holds(0).own_account().name(), "青**********");
  EXPECT_EQ(vault_.See(hold.name()).own_account().name(), "青禾农业发展有限公司1");
  request.set_party(ben_.party);
  EXPECT_EQ(vault_.Ask(anna_.caller, &Holds::ListHolds, request).reply.holds_size(), 0);
  const std::string stored = vault_.bureau().Query(
      "SELECT count(*) FROM ledger.hold WHERE position('62170000'::bytea IN own_account_sealed) > 0"
      " OR position('62170000'::bytea IN own_account_indexes[1]) > 0");
  EXPECT_EQ(stored, "0");
}

TEST_F(HoldsTest, AreListedByStatePageByPage) {
  for (int i = 10; i < 15; ++i) vault_.Open(lot_, Vault::Bidder(i));
  const auto funded = vault_.Funded(lot_, anna_);
  v1::ListHoldsRequest request;
  request.set_parent(kCounty);
  request.set_page_size(4);
  const auto first = vault_.Ask(vault_.officer(), &Holds::ListHolds, request).reply;
  EXPECT_EQ(first.holds_size(), 4);
  request.set_page_token(first.next_page_token());
  const auto last = vault_.Ask(vault_.officer(), &Holds::ListHolds, request).reply;
  ASSERT_EQ(last.holds_size(), 2);
  EXPECT_EQ(last.holds(1).name(), funded.name());
  request.clear_page_token();
  request.set_state(Stage::STATE_FUNDED);
  EXPECT_EQ(vault_.Ask(vault_.officer(), &Holds::ListHolds, request).reply.holds_size(), 1);
}

TEST_F(HoldsTest, AreResolvedOnceHoweverOftenTheRequestComes) {
  const auto hold = vault_.Funded(lot_, anna_, 100);
  const auto request = vault_.NewCapture(hold.name(), 60);
  for (int i = 0; i < 3; ++i) {
    const auto answer = vault_.Ask(vault_.approver(), &Holds::CaptureHold, request);
    EXPECT_EQ(answer.reply.captured_fen(), 60) << answer.reason();
  }
  auto other = request;
  other.set_amount_fen(40);
  EXPECT_EQ(vault_.Ask(vault_.approver(), &Holds::CaptureHold, other).reason(),
            "REQUEST_ID_REUSED");
}

TEST_F(HoldsTest, AreNotWaitedForOnceTheirStatementsHaveCome) {
  const auto hold = vault_.Open(lot_, anna_);
  const auto expire = [&] {
    return *vault_.Do([&](pg::Transaction& tx) -> Result<int> {
      return ExpireHolds(tx, kHomeCounty, 10, vault_.now());
    });
  };
  vault_.bureau().clock().Set(ParseRfc3339("2026-11-26T09:00:00Z").value());
  EXPECT_EQ(expire(), 0) << "the statement of the last day comes the day after";
  vault_.bureau().clock().Advance(std::chrono::microseconds(1));
  EXPECT_EQ(expire(), 1);
  EXPECT_EQ(expire(), 0);
  EXPECT_EQ(vault_.See(hold.name()).state(), Stage::STATE_EXPIRED);
  EXPECT_EQ(vault_.Release(hold.name()).reason(), "HOLD_ENDED");
}

}  // namespace
}  // namespace qianmo::ledger
