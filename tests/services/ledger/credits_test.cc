// Credits to the custody account: deposits, and what nobody can place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/credit_store.h"
#include "ledger/payee.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

// "" for a deposit, the reason of what is in suspense, or the books' refusal.
std::string FateOfCredit(const CreditOutcome& outcome) {
  if (outcome.refusal) return outcome.refusal->reason;
  if (outcome.hold) return "";
  return v1::SuspenseItem::Reason_Name(static_cast<int>(*outcome.reason)).substr(7);
}

class CreditsTest : public testing::Test {
 protected:
  Lines Fates(const std::vector<Credit>& credits) {
    Lines fates;
    for (const CreditOutcome& outcome : vault_.Take(credits)) {
      fates.push_back(FateOfCredit(outcome));
    }
    return fates;
  }
  template <class Change>
  std::string Fate(const v1::Hold& hold, const Bidding& payer, const Change& change) {
    Credit credit = vault_.CreditFor(hold, payer);
    change(&credit);
    return Fates({credit}).front();
  }
  std::string Fate(const v1::Hold& hold, const Bidding& payer) {
    return Fate(hold, payer, [](Credit*) {});
  }

  Vault vault_;
  const Bidding anna_ = Vault::Bidder(1), ben_ = Vault::Bidder(2), carl_ = Vault::Bidder(3);
  const std::string lot_ = NewLot();
};

TEST_F(CreditsTest, AreTheDepositWhenEverythingFits) {
  const auto hold = vault_.Open(lot_, anna_);
  EXPECT_EQ(Fate(hold, anna_,
                 [](Credit* credit) {
                   credit->sub_account = "6000-0000-0165";
                   credit->payer_account = "6217 0000 0000 0001";
                   credit->payer_name = "青禾农业发展有限公司　１";
                 }),
            "");
  const auto funded = vault_.See(hold.name());
  EXPECT_EQ(funded.held_fen(), 100000);
  EXPECT_EQ(funded.value_date().day(), 20);
  EXPECT_EQ(Fate(vault_.Open(lot_, ben_), ben_, [](Credit* credit) { credit->payer_name = ""; }),
            "")
      << "the number says whose it is where the bank tells no name";
}

TEST_F(CreditsTest, WaitInSuspenseForTheReasonThatTheyHave) {
  const auto hold = vault_.Open(lot_, anna_);
  const auto day = [](const char* iso) {
    return [iso](Credit* credit) { credit->value_date = ParseIsoDate(iso).value(); };
  };
  EXPECT_EQ(Fate(hold, anna_, [](Credit* c) { c->sub_account = "6000 0000 0166"; }),
            "UNKNOWN_SUB_ACCOUNT");
  EXPECT_EQ(Fate(hold, anna_, [](Credit* c) { c->sub_account = ""; }), "UNKNOWN_SUB_ACCOUNT");
  EXPECT_EQ(Fate(hold, carl_), "WRONG_PAYER");
  EXPECT_EQ(Fate(hold, anna_, [](Credit* c) { c->payer_name = "别人"; }), "WRONG_PAYER");
  EXPECT_EQ(Fate(hold, anna_, [](Credit* c) { c->payer_account = ""; }), "WRONG_PAYER");
  EXPECT_EQ(Fate(hold, anna_, [](Credit* c) { c->amount = Fen(99999); }), "WRONG_AMOUNT");
  vault_.bureau().clock().Set(ParseRfc3339("2026-11-26T02:00:00Z").value());
  EXPECT_EQ(Fate(hold, anna_, day("2026-11-26")), "LATE");
  EXPECT_EQ(Fate(hold, anna_, day("2026-11-25")), "") << "the day counts, not when we are told";
  EXPECT_EQ(Fate(hold, anna_, day("2026-11-25")), "DOUBLE");
  ASSERT_TRUE(vault_.Release(hold.name()).ok());
  EXPECT_EQ(Fate(hold, anna_, day("2026-11-25")), "HOLD_ENDED");
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 999999", "203 100000", "204 899999"));
}

TEST_F(CreditsTest, OfTheRightDayAreDepositsAlsoOfAHoldThatNobodyWaitedForAnyMore) {
  const auto hold = vault_.Open(lot_, anna_);
  vault_.bureau().clock().Set(ParseRfc3339("2026-11-27T09:00:00Z").value());
  ASSERT_TRUE(vault_.Do([&](pg::Transaction& tx) -> Result<int> {
    return ExpireHolds(tx, kHomeCounty, 10, vault_.now());
  }));
  EXPECT_EQ(Fate(hold, anna_), "LATE");
  EXPECT_EQ(
      Fate(hold, anna_, [](Credit* c) { c->value_date = ParseIsoDate("2026-11-24").value(); }), "");
  EXPECT_EQ(vault_.See(hold.name()).state(), v1::Hold::STATE_FUNDED);
}

TEST_F(CreditsTest, OfOneAccountForTwoBiddersOfALotAreRefusedAndFlagged) {
  const auto hers = vault_.Open(lot_, anna_), his = vault_.Open(lot_, ben_);
  EXPECT_EQ(Fate(his, anna_), "SHARED_PAYER") << "she pays for him";
  EXPECT_TRUE(vault_.See(hers.name()).shared_payer());
  EXPECT_TRUE(vault_.See(his.name()).shared_payer());
  const auto as_bidder =
      vault_.Ask(ben_.caller, &Holds::GetHold, Named<v1::GetHoldRequest>(his.name()));
  EXPECT_FALSE(as_bidder.reply.shared_payer()) << "which bidders are not told";
  auto as_clerk = ben_.caller;
  as_clerk.add_roles()->CopyFrom(vault_.bureau().clerk().roles(0));
  EXPECT_FALSE(vault_.Ask(as_clerk, &Holds::GetHold, Named<v1::GetHoldRequest>(his.name()))
                   .reply.shared_payer())
      << "whatever else they are";
  EXPECT_EQ(Fate(hers, anna_), "") << "for herself she may";
  EXPECT_EQ(Fate(vault_.Open(NewLot(), ben_), anna_), "WRONG_PAYER") << "of another lot";
}

TEST_F(CreditsTest, OfAnAccountThatTwoBiddersOfALotCallTheirsAreTakenOnce) {
  Bidding twin = carl_;
  twin.account = anna_.account;
  const auto hers = vault_.Open(lot_, anna_);
  EXPECT_FALSE(hers.shared_payer());
  const auto theirs = vault_.Open(lot_, twin);
  EXPECT_TRUE(theirs.shared_payer());
  EXPECT_TRUE(vault_.See(hers.name()).shared_payer());
  EXPECT_THAT(Fates({vault_.CreditFor(theirs, twin), vault_.CreditFor(hers, anna_)}),
              ElementsAre("", "SHARED_PAYER"))
      << "in one batch as in two";
}

TEST_F(CreditsTest, AreTakenManyAtOnceEachWithItsOwnResult) {
  std::vector<Credit> credits;
  Lines expected;
  for (int i = 10; i < 30; ++i) {
    const auto hold = vault_.Open(lot_, Vault::Bidder(i));
    credits.push_back(vault_.CreditFor(hold, Vault::Bidder(i % 2 == 0 ? i : i + 100)));
    expected.push_back(i % 2 == 0 ? "" : "WRONG_PAYER");
  }
  credits.push_back(credits.front());
  credits.back().entry = Uuid::Make(vault_.now());
  expected.push_back("DOUBLE");
  EXPECT_EQ(Fates(credits), expected);
  EXPECT_THAT(vault_.CustodyBalances(), ElementsAre("102 2100000", "201 1000000", "204 1100000"));
  EXPECT_TRUE(vault_.Take({}).empty());
}

TEST_F(CreditsTest, ArePostedTodayWhereTheirMonthIsClosed) {
  const auto hold = vault_.Open(lot_, anna_);
  auto close = Named<v1::ClosePeriodRequest>(vault_.custody());
  for (int month = 1; month <= 10; ++month) {
    close.set_request_id(NewRequestId());
    *close.mutable_month() =
        Day("2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + "-01");
    ASSERT_TRUE(vault_.bureau().Ask(vault_.officer(), &Books::ClosePeriod, close).ok());
  }
  EXPECT_EQ(
      Fate(hold, anna_, [](Credit* c) { c->value_date = ParseIsoDate("2026-10-31").value(); }), "");
  EXPECT_EQ(vault_.bureau().Query("SELECT max(posting_date) FROM ledger.posting"), "2026-11-20");
}

TEST_F(CreditsTest, AreNeverTakenTwice) {
  const auto hold = vault_.Open(lot_, anna_);
  const Credit deposit = vault_.CreditFor(hold, anna_), other = vault_.CreditFor(hold, ben_);
  EXPECT_THROW(vault_.Take({deposit, deposit}), std::logic_error);
  vault_.Take({deposit, other});
  for (const Credit& credit : {deposit, other}) {
    EXPECT_THROW(vault_.Take({credit}), std::logic_error);
  }
}

TEST_F(CreditsTest, ThatTheBooksDoNotTakeChangeNothing) {
  const auto hold = vault_.Open(lot_, anna_);
  EXPECT_EQ(
      Fate(hold, anna_, [](Credit* c) { c->bank_code = AccountCode::Parse("10201").value(); }),
      "ACCOUNT_UNKNOWN");
  EXPECT_EQ(vault_.See(hold.name()).state(), v1::Hold::STATE_WAITING);
}

TEST_F(CreditsTest, KeepThePayerToThoseWhoMustKnow) {
  const std::string item = vault_.Suspended(vault_.CreditFor(vault_.Open(lot_, anna_), carl_));
  const auto seen = vault_.SeeItem(item);
  EXPECT_EQ(seen.payer().name(), carl_.account.name);
  EXPECT_EQ(seen.payer().account_number(), "************0003");
  v1::ListSuspenseRequest request;
  request.set_parent(kCounty);
  const auto listed = vault_.Ask(vault_.officer(), &SuspenseDesk::ListSuspense, request).reply;
  ASSERT_EQ(listed.suspense_items_size(), 1);
  EXPECT_EQ(listed.suspense_items(0).payer().name(), "青**********");
  EXPECT_EQ(vault_.bureau().Query("SELECT count(*) FROM ledger.suspense_item"
                                  " WHERE position('6217'::bytea IN payer_sealed) > 0"),
            "0");
}

}  // namespace
}  // namespace qianmo::ledger
