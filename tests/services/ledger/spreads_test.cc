// Rent of several years: what is left of the debt is always what is still to come.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/install.h"
#include "ledger/spread_drafting.h"
#include "ledger/spread_store.h"
#include "ledger/spreads_service.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Each spread whose debt, by its contract, is not what is still to come of it, computed from the
// journal alone.
constexpr char kOracle[] = R"(
  SELECT string_agg(s.id::text, ' ') FROM ledger.spread s
  WHERE s.end_time IS NULL AND (
    SELECT coalesce(sum(CASE WHEN p.credit_code = s.debt_code THEN p.amount_fen ELSE 0 END
      - CASE WHEN p.debit_code = s.debt_code THEN p.amount_fen ELSE 0 END), 0)
    FROM ledger.posting p WHERE p.contract_id = s.contract_id) <> s.total_fen - (
    SELECT coalesce(sum(n.amount_fen), 0) FROM ledger.spread_part n
    JOIN ledger.voucher v ON v.id = n.voucher_id
    WHERE n.spread_id = s.id AND v.state = 2
      AND NOT EXISTS (SELECT FROM ledger.voucher r WHERE r.reverses_id = v.id AND r.state = 2)))";

class SpreadsTest : public testing::Test {
 protected:
  void TearDown() override {
    EXPECT_EQ(bureau_.Unsound(), "");
    EXPECT_EQ(bureau_.Query(kOracle), "");
  }

  // Rent of a contract of its own, received.
  v1::Voucher Received(std::int64_t fen) {
    auto request = bureau_.NewVoucher(
        {"D 102 " + std::to_string(fen), "C 211 " + std::to_string(fen)}, "2026-01-10");
    request.mutable_voucher()->mutable_lines(1)->set_contract(NewRequestId());
    request.mutable_voucher()->mutable_lines(1)->set_party(NewRequestId());
    const auto draft = bureau_.Ask(bureau_.agent(), &Vouchers::DraftVoucher, request);
    return bureau_.Approve(bureau_.approver(), draft.reply.name()).reply;
  }
  v1::CreateSpreadRequest NewSpread(const std::string& voucher, v1::Spread::Method method,
                                    const std::string& first = "2026-01-01",
                                    const std::string& last = "2028-12-31") {
    v1::CreateSpreadRequest request;
    request.set_parent(bureau_.books());
    request.set_request_id(NewRequestId());
    auto* spread = request.mutable_spread();
    spread->set_voucher(voucher);
    spread->set_line(2);
    *spread->mutable_first_date() = Day(first);
    *spread->mutable_last_date() = Day(last);
    spread->set_method(method);
    return request;
  }
  Answer<v1::Spread> Create(const v1::CreateSpreadRequest& request) {
    return bureau_.Ask(bureau_.agent(), &Spreads::CreateSpread, request);
  }
  Answer<v1::DraftDueSpreadsResponse> DraftDue() {
    v1::DraftDueSpreadsRequest request;
    request.set_parent(bureau_.books());
    request.set_request_id(NewRequestId());
    return bureau_.Ask(bureau_.clerk(), &Spreads::DraftDueSpreads, request);
  }
  v1::Spread Get(const std::string& name) {
    return bureau_.Ask(bureau_.clerk(), &Spreads::GetSpread, Named<v1::GetSpreadRequest>(name))
        .reply;
  }
  // "posted/rest"
  std::string Standing(const std::string& name) {
    const v1::Spread spread = Get(name);
    return std::to_string(spread.posted_fen()) + "/" + std::to_string(spread.rest_fen());
  }
  Answer<v1::Spread> End(const std::string& name) {
    auto request = Named<v1::EndSpreadRequest>(name);
    request.set_reason("合同解除");
    return bureau_.Ask(bureau_.agent(), &Spreads::EndSpread, request);
  }
  void Reject(const std::string& voucher) {
    auto request = Named<v1::RejectVoucherRequest>(voucher);
    request.set_reason("缺附件");
    EXPECT_TRUE(bureau_.Ask(bureau_.approver(), &Vouchers::RejectVoucher, request).ok());
  }
  void TakeBack(const std::string& voucher) {
    auto request = Named<v1::ReverseVoucherRequest>(voucher);
    *request.mutable_date() = Day("2026-11-19");
    request.set_reason("记错");
    const auto reversal = bureau_.Ask(bureau_.agent(), &Vouchers::ReverseVoucher, request);
    ASSERT_TRUE(bureau_.Approve(bureau_.approver(), reversal.reply.name()).ok());
  }
  std::string CountOfDrafts() {
    return bureau_.Query("SELECT count(*) FROM ledger.voucher WHERE state = 1");
  }

  Bureau bureau_;
};

TEST_F(SpreadsTest, BecomeIncomePartByPartOnceEach) {
  const auto created = Create(NewSpread(Received(1000).name(), v1::Spread::METHOD_LEASE_YEARS));
  ASSERT_TRUE(created.ok()) << created.reason() << created.status.error_message();
  const std::string spread = created.reply.name();
  EXPECT_EQ(created.reply.total_fen(), 1000);
  EXPECT_EQ(created.reply.income_account(), "501");
  ASSERT_EQ(created.reply.parts_size(), 3);
  EXPECT_EQ(created.reply.parts(2).amount_fen(), 334);
  const auto drafted = DraftDue();
  ASSERT_EQ(drafted.reply.vouchers_size(), 1) << drafted.reason();
  const v1::Voucher& first = drafted.reply.vouchers(0);
  EXPECT_EQ(first.summary(), "结转2026-01-01至2026-12-31租金");
  EXPECT_EQ(first.date().month(), 1) << "the day on which it is due, in a month that is open";
  EXPECT_EQ(first.lines(0).contract(), created.reply.contract());
  EXPECT_EQ(first.lines(0).party(), created.reply.party());
  EXPECT_EQ(first.lines(1).income(), v1::INCOME_KIND_RECURRING_OPERATING);
  EXPECT_THAT(DraftDue().reply.vouchers(), IsEmpty()) << "one waits already";
  EXPECT_EQ(Standing(spread), "0/1000");
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), first.name()).ok());
  EXPECT_EQ(Standing(spread), "333/667");
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 1000", "211 667", "501 333"));
  EXPECT_THAT(DraftDue().reply.vouchers(), IsEmpty());
  bureau_.clock().Advance(std::chrono::hours(24 * 60));
  EXPECT_EQ(DraftDue().reply.vouchers_size(), 1) << "that of the next lease year";
}

TEST_F(SpreadsTest, WaitForADayThatTakesVouchers) {
  ASSERT_TRUE(bureau_.Close("2026-01-01").ok());
  ASSERT_TRUE(bureau_.Close("2026-02-01").ok());
  auto request = bureau_.NewVoucher({"D 102 700", "C 211 700"}, "2026-03-10");
  request.mutable_voucher()->mutable_lines(1)->set_contract(NewRequestId());
  const auto draft = bureau_.Ask(bureau_.agent(), &Vouchers::DraftVoucher, request);
  const auto source = bureau_.Approve(bureau_.approver(), draft.reply.name()).reply;
  ASSERT_TRUE(Create(NewSpread(source.name(), v1::Spread::METHOD_MONTHS_BY_DAYS, "2026-01-01",
                               "2026-12-31"))
                  .ok());
  const auto drafted = DraftDue();
  ASSERT_EQ(drafted.reply.vouchers_size(), 10) << "until October, by the 20th of November";
  Lines days;
  for (const auto& voucher : drafted.reply.vouchers()) {
    days.push_back(std::to_string(voucher.date().month()) + "-" +
                   std::to_string(voucher.date().day()));
    EXPECT_TRUE(bureau_.Approve(bureau_.approver(), voucher.name()).ok());
  }
  EXPECT_THAT(days, ElementsAre("3-1", "3-1", "3-31", "4-30", "5-31", "6-30", "7-31", "8-31",
                                "9-30", "10-31"));
}

TEST_F(SpreadsTest, AreDraftedAgainWhenTheVoucherWasGivenBackOrTakenBack) {
  const std::string spread =
      Create(NewSpread(Received(900).name(), v1::Spread::METHOD_LEASE_YEARS)).reply.name();
  const auto pool = bureau_.Pool();
  EXPECT_FALSE(DraftAllDueParts(*pool, CountyId{7}, bureau_.clock().Now()));
  ASSERT_EQ(CountOfDrafts(), "1") << "by the house itself";
  Reject(Get(spread).parts(0).voucher());
  EXPECT_EQ(Get(spread).parts(0).voucher(), "");
  DraftAllDueParts(*pool, CountyId{7}, bureau_.clock().Now());
  EXPECT_EQ(CountOfDrafts(), "0") << "what was given back comes again when somebody asks for it";
  const auto again = DraftDue();
  ASSERT_EQ(again.reply.vouchers_size(), 1);
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), again.reply.vouchers(0).name()).ok());
  EXPECT_EQ(Standing(spread), "300/600");
  TakeBack(again.reply.vouchers(0).name());
  EXPECT_EQ(Standing(spread), "0/900");
  EXPECT_EQ(DraftDue().reply.vouchers_size(), 1);
}

TEST_F(SpreadsTest, AreDraftedOnceHoweverManyAskAtOnce) {
  Create(NewSpread(Received(10'000).name(), v1::Spread::METHOD_MONTHS_BY_DAYS));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      if (i % 2 == 0) {
        EXPECT_TRUE(DraftDue().ok());
      } else {
        const auto pool = bureau_.Pool();
        DraftAllDueParts(*pool, CountyId{7}, bureau_.clock().Now());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(CountOfDrafts(), "10");
  EXPECT_EQ(bureau_.Query("SELECT count(DISTINCT voucher_id) FROM ledger.spread_part"), "10");
}

TEST_F(SpreadsTest, EndEarlyAndWhatIsLeftIsSpreadAnew) {
  const std::string source = Received(900).name();
  const auto request = NewSpread(source, v1::Spread::METHOD_LEASE_YEARS);
  const std::string spread = Create(request).reply.name();
  EXPECT_EQ(Create(NewSpread(source, v1::Spread::METHOD_LEASE_YEARS)).reason(), "SPREAD_EXISTS");
  const auto part = DraftDue().reply.vouchers(0).name();
  EXPECT_EQ(End(spread).reason(), "SPREAD_PART_WAITS");
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), part).ok());
  ASSERT_TRUE(End(spread).ok());
  EXPECT_EQ(End(spread).reason(), "SPREAD_ENDED");
  EXPECT_EQ(Get(spread).state(), v1::Spread::STATE_ENDED);
  EXPECT_EQ(Get(spread).end_reason(), "合同解除");
  bureau_.clock().Advance(std::chrono::hours(24 * 60));
  EXPECT_THAT(DraftDue().reply.vouchers(), IsEmpty());
  const auto anew =
      Create(NewSpread(source, v1::Spread::METHOD_YEARS_BY_DAYS, "2027-01-01", "2030-12-31"));
  ASSERT_TRUE(anew.ok()) << anew.reason();
  EXPECT_EQ(anew.reply.total_fen(), 600);
  EXPECT_EQ(anew.reply.parts_size(), 4);
  v1::ListSpreadsRequest list;
  list.set_parent(bureau_.books());
  list.set_page_size(1);
  const auto page = bureau_.Ask(bureau_.clerk(), &Spreads::ListSpreads, list);
  ASSERT_EQ(page.reply.spreads_size(), 1);
  EXPECT_EQ(page.reply.spreads(0).posted_fen(), 300);
  list.set_page_token(page.reply.next_page_token());
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Spreads::ListSpreads, list).reply.spreads(0).rest_fen(),
            600);
}

TEST_F(SpreadsTest, StopWhenTheRentIsTakenBack) {
  const std::string source = Received(900).name();
  const std::string spread = Create(NewSpread(source, v1::Spread::METHOD_LEASE_YEARS)).reply.name();
  TakeBack(source);
  EXPECT_EQ(Get(spread).state(), v1::Spread::STATE_ENDED);
  EXPECT_THAT(DraftDue().reply.vouchers(), IsEmpty());
  EXPECT_TRUE(End(spread).ok());
}

TEST_F(SpreadsTest, KeepTheRentFromBeingTakenBackWhileSomeOfItIsIncome) {
  const std::string source = Received(900).name();
  const std::string spread = Create(NewSpread(source, v1::Spread::METHOD_LEASE_YEARS)).reply.name();
  auto request = Named<v1::ReverseVoucherRequest>(source);
  *request.mutable_date() = Day("2026-11-19");
  request.set_reason("记错");
  const auto reversal = [&] {
    request.set_request_id(NewRequestId());
    return bureau_.Ask(bureau_.agent(), &Vouchers::ReverseVoucher, request);
  };
  const std::string part = DraftDue().reply.vouchers(0).name();
  EXPECT_EQ(reversal().reason(), "SPREAD_PART_WAITS");
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), part).ok());
  const auto refused = reversal();
  EXPECT_EQ(refused.reason(), "SPREAD_IS_INCOME");
  EXPECT_THAT(refused.status.error_details(), testing::HasSubstr(spread)) << "it is named";
  EXPECT_THAT(bureau_.Balances(), ElementsAre("102 900", "211 600", "501 300"));
  ASSERT_TRUE(End(spread).ok());
  EXPECT_EQ(reversal().reason(), "SPREAD_IS_INCOME") << "ended or not";
  TakeBack(part);
  const auto taken_back = reversal();
  ASSERT_TRUE(taken_back.ok()) << taken_back.reason();
  EXPECT_THAT(DraftDue().reply.vouchers(), IsEmpty()) << "the rent is about to be taken back";
  ASSERT_TRUE(bureau_.Approve(bureau_.approver(), taken_back.reply.name()).ok());
  EXPECT_THAT(bureau_.Balances(), IsEmpty());
}

TEST_F(SpreadsTest, OfWhichOneCannotBeDraftedHoldUpNoOthers) {
  auto stuck = NewSpread(Received(900).name(), v1::Spread::METHOD_LEASE_YEARS);
  stuck.mutable_spread()->set_income_account("504");
  const std::string spread = Create(stuck).reply.name();
  Create(NewSpread(Received(600).name(), v1::Spread::METHOD_LEASE_YEARS));
  ASSERT_TRUE(bureau_.Divide("50401", "其他").ok());
  const auto pool = bureau_.Pool();
  DraftAllDueParts(*pool, CountyId{7}, bureau_.clock().Now());
  EXPECT_EQ(CountOfDrafts(), "1") << "the house drafts the other one";
  const auto asked = DraftDue();
  ASSERT_TRUE(asked.ok()) << asked.reason();
  EXPECT_THAT(asked.reply.vouchers(), IsEmpty());
  ASSERT_EQ(asked.reply.stuck_size(), 1);
  EXPECT_EQ(asked.reply.stuck(0).spread(), spread);
  EXPECT_EQ(asked.reply.stuck(0).number(), 1);
  EXPECT_EQ(asked.reply.stuck(0).account(), "504");
  ASSERT_TRUE(End(spread).ok());
  EXPECT_EQ(DraftDue().reply.stuck_size(), 0);
  stuck.set_request_id(NewRequestId());
  stuck.mutable_spread()->set_income_account("50401");
  ASSERT_TRUE(Create(stuck).ok());
  EXPECT_EQ(DraftDue().reply.vouchers_size(), 1) << "the rest of it is spread anew";
}

TEST_F(SpreadsTest, AndTheReversalOfTheirRentNeverBothHappen) {
  for (int i = 0; i < 5; ++i) {
    const std::string source = Received(900).name();
    Create(NewSpread(source, v1::Spread::METHOD_LEASE_YEARS));
    std::thread drafting([&] { EXPECT_TRUE(DraftDue().ok()); });
    auto request = Named<v1::ReverseVoucherRequest>(source);
    *request.mutable_date() = Day("2026-11-19");
    request.set_reason("记错");
    const auto reversal = bureau_.Ask(bureau_.agent(), &Vouchers::ReverseVoucher, request);
    drafting.join();
    EXPECT_TRUE(reversal.ok() || reversal.reason() == "SPREAD_PART_WAITS") << reversal.reason();
    EXPECT_EQ(bureau_.Query("SELECT count(*) FROM ledger.spread_part p JOIN ledger.spread s"
                            " ON s.id = p.spread_id JOIN ledger.voucher r"
                            " ON r.reverses_id = s.voucher_id WHERE p.voucher_id IS NOT NULL"),
              "0");
  }
}

TEST_F(SpreadsTest, AreOfWhatAPostedVoucherOwes) {
  const std::string source = Received(900).name();
  const auto lease = v1::Spread::METHOD_LEASE_YEARS;
  const auto reason = [&](auto change) {
    auto request = NewSpread(source, lease);
    change(&request);
    return Create(request).reason();
  };
  EXPECT_EQ(reason([](auto* r) { r->mutable_spread()->set_line(1); }), "SPREAD_VOUCHER_UNFIT");
  EXPECT_EQ(reason([](auto* r) { r->mutable_spread()->set_line(3); }), "SPREAD_VOUCHER_UNFIT");
  EXPECT_EQ(reason([&](auto* r) {
              r->mutable_spread()->set_voucher(bureau_.Draft({"D 102 5", "C 211 5"}).reply.name());
            }),
            "SPREAD_VOUCHER_UNFIT");
  EXPECT_EQ(reason([](auto* r) {
              r->mutable_spread()->set_voucher("counties/7/vouchers/" + NewRequestId());
            }),
            "VOUCHER_NOT_FOUND");
  EXPECT_EQ(reason([](auto* r) { *r->mutable_spread()->mutable_last_date() = Day("2025-12-31"); }),
            "SPREAD_DAYS_UNFIT");
  EXPECT_EQ(reason([](auto* r) {
              r->mutable_spread()->set_method(v1::Spread::METHOD_MONTHS_BY_DAYS);
              *r->mutable_spread()->mutable_last_date() = Day("2125-01-01");
            }),
            "SPREAD_TOO_FINE");
  EXPECT_EQ(reason([](auto* r) { r->mutable_spread()->set_income_account("513"); }),
            "SPREAD_ACCOUNT_UNFIT");
  EXPECT_EQ(reason([](auto* r) { r->mutable_spread()->set_income_account("50101"); }),
            "ACCOUNT_UNKNOWN");
  EXPECT_EQ(reason([](auto* r) { r->mutable_spread()->set_income_account("5"); }),
            "ACCOUNT_CODE_MALFORMED");
  EXPECT_EQ(
      reason([](auto* r) { r->mutable_spread()->set_method(static_cast<v1::Spread::Method>(9)); }),
      "INVALID_FIELD");
  EXPECT_EQ(bureau_
                .Ask(bureau_.clerk(), &Spreads::GetSpread,
                     Named<v1::GetSpreadRequest>("counties/7/spreads/" + NewRequestId()))
                .reason(),
            "SPREAD_NOT_FOUND");
  EXPECT_EQ(bureau_.Query("SELECT count(*) FROM ledger.spread"), "0");
}

}  // namespace
}  // namespace qianmo::ledger
