// A year of an invented village, entry by entry, with every figure worked out by hand: what the
// books hold, what both statements say, and what hledger makes of the export.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ledger/auditor.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

constexpr char kWang[] = "01900000-0000-7000-8000-00000000c001";  // two members
constexpr char kLi[] = "01900000-0000-7000-8000-00000000c002";
constexpr char kTenant[] = "01900000-0000-7000-8000-00000000c003";
constexpr char kShopLease[] = "01900000-0000-7000-8000-00000000d001";
constexpr char kPondLease[] = "01900000-0000-7000-8000-00000000d002";
constexpr char kFieldLease[] = "01900000-0000-7000-8000-00000000d003";

// What a template asks for, where it asks for it.
struct Given {
  const char* party = "";
  const char* contract = "";
  const char* debit = "";
  const char* credit = "";
};

class VillageYear : public testing::Test {
 protected:
  VillageYear() : bureau_("2025-12-01") {}

  // By a template, as the clerk does, and approved by the township.
  v1::Voucher Enter(const std::string& id, std::int64_t fen, const std::string& day,
                    const Given& given = {}) {
    auto wish = Named<v1::FillTemplateRequest>(bureau_.books());
    wish.set_template_(id);
    wish.set_amount_fen(fen);
    *wish.mutable_date() = Day(day);
    wish.set_party(given.party);
    wish.set_contract(given.contract);
    wish.set_debit_account(given.debit);
    wish.set_credit_account(given.credit);
    const auto filled = bureau_.Ask(bureau_.clerk(), &Templates::FillTemplate, wish);
    EXPECT_TRUE(filled.ok()) << id << filled.reason();
    v1::DraftVoucherRequest draft;
    draft.set_parent(bureau_.books());
    draft.set_request_id(NewRequestId());
    *draft.mutable_voucher() = filled.reply;
    return Approved(bureau_.Ask(bureau_.clerk(), &Vouchers::DraftVoucher, draft));
  }
  v1::Voucher Approved(const Answer<v1::Voucher>& draft) {
    EXPECT_TRUE(draft.ok()) << draft.reason();
    const auto posted = bureau_.Approve(bureau_.approver(), draft.reply.name());
    EXPECT_TRUE(posted.ok()) << posted.reason();
    return posted.reply;
  }

  void TakeOver() {
    bureau_.Post({"D 101 500000", "D 102 32000000", "D 112 1800000", "D 151 120000000",
                  "D 132 6000000", "C 152 24000000", "C 133 1200000", "C 211 900000",
                  "C 301 80000000", "C 311 42000000", "C 322 12200000"},
                 "2025-12-31");
    ASSERT_TRUE(bureau_.Close("2025-12-31").ok());
  }

  void RentsComeIn() {
    Enter("rent_due", 60'000'00, "2026-01-05", {kTenant, kShopLease});
    Enter("rent_received", 78'000'00, "2026-01-20", {kTenant, kShopLease});
    const auto at_once = Enter("rent_in_advance", 150'000'00, "2026-02-01", {kTenant, kPondLease});
    v1::CreateSpreadRequest request;
    request.set_parent(bureau_.books());
    request.set_request_id(NewRequestId());
    auto* spread = request.mutable_spread();
    spread->set_voucher(at_once.name());
    spread->set_line(2);
    *spread->mutable_first_date() = Day("2026-02-01");
    *spread->mutable_last_date() = Day("2031-01-31");
    spread->set_method(v1::Spread::METHOD_LEASE_YEARS);
    const auto created = bureau_.Ask(bureau_.agent(), &Spreads::CreateSpread, request);
    ASSERT_TRUE(created.ok()) << created.reason();
    v1::DraftDueSpreadsRequest due;
    due.set_parent(bureau_.books());
    due.set_request_id(NewRequestId());
    const auto drafted = bureau_.Ask(bureau_.clerk(), &Spreads::DraftDueSpreads, due);
    ASSERT_EQ(drafted.reply.vouchers_size(), 1);
    bureau_.Approve(bureau_.approver(), drafted.reply.vouchers(0).name());
    bureau_.Post({"D 102 4800000", std::string("C 113 2800000 ") + kWang,
                  std::string("C 113 2000000 ") + kLi},
                 "2026-03-10");
    Enter("pass_through_out", 28'000'00, "2026-03-25", {kWang, kFieldLease});
    Enter("pass_through_out", 19'000'00, "2026-03-25", {kLi, kFieldLease});
  }

  void TheYearGoesOn() {
    Enter("subsidy_received", 25'000'00, "2026-04-15");
    Enter("excluded_received", 40'000'00, "2026-05-20");
    Enter("wages_due", 36'000'00, "2026-06-30");
    Enter("wages_paid", 33'000'00, "2026-07-05");
    Enter("expense_paid", 8'456'78, "2026-07-10", {.debit = "511"});
    bureau_.Post({"D 514 600000", "C 101 300000", "C 102 300000"}, "2026-08-08");
    Enter("investment_income", 4'321'09, "2026-09-30");
    Enter("tax_due", 1'234'56, "2026-10-12");
    Enter("tax_paid", 1'234'56, "2026-11-10");
    bureau_.Post({"D 151 2000000", "C 102 1500000", std::string("C 211 500000 ") + kTenant},
                 "2026-11-12");
    const auto wrong = Enter("expense_paid", 500'00, "2026-11-15", {.debit = "515"});
    auto back = Named<v1::ReverseVoucherRequest>(wrong.name());
    *back.mutable_date() = Day("2026-11-16");
    back.set_reason("重复入账");
    Approved(bureau_.Ask(bureau_.clerk(), &Vouchers::ReverseVoucher, back));
  }

  // B = 43,929.75 - 40,000.00 = 3,929.75; 30 % of it, rounded up, is 1,178.93.
  void TheYearEnds() {
    bureau_.clock().Advance(std::chrono::hours(24 * 50));
    Enter("depreciation", 60'000'00, "2026-12-31", {.debit = "511", .credit = "152"});
    Enter("depreciation", 3'000'00, "2026-12-31", {.debit = "511", .credit = "133"});
    Enter("tax_due", 700'00, "2026-12-31", {.debit = "521"});
    Enter("excluded_credits", 40'000'00, "2026-12-31");
    Enter("reserve", 1'178'93, "2026-12-31");
    Enter("collective_units", 10'000'00, "2026-12-31");
    Enter("dividend_to_members", 35'000'00, "2026-12-31", {kWang});
    Enter("dividend_to_members", 25'000'00, "2026-12-31", {kLi});
    Enter("dividend_to_others", 2'000'00, "2026-12-31", {kTenant});
    Enter("dividend_paid", 36'000'00, "2026-12-31", {kWang});  // a thousand too much
    Enter("dividend_paid", 23'000'00, "2026-12-31", {kLi});
  }

  void Carry() {
    v1::CarryYearRequest request;
    request.set_parent(bureau_.books());
    request.set_request_id(NewRequestId());
    request.set_year(2026);
    Approved(bureau_.Ask(bureau_.agent(), &Vouchers::CarryYear, request));
    for (int month = 1; month <= 12; ++month) {
      const std::string number = (month < 10 ? "0" : "") + std::to_string(month);
      EXPECT_TRUE(bureau_.Close("2026-" + number + "-01").ok()) << month;
    }
  }

  // "row previous current" of each line that is not empty.
  Lines Rows(v1::Statement::Kind kind) {
    auto request = Named<v1::GetStatementRequest>(bureau_.books());
    request.set_kind(kind);
    *request.mutable_month() = Day("2026-12-31");
    const auto answer = bureau_.Ask(bureau_.clerk(), &Statements::GetStatement, request);
    if (!answer.ok()) return {answer.reason()};
    Lines rows;
    for (const auto& line : answer.reply.lines()) {
      if (line.previous_fen() == 0 && line.current_fen() == 0) continue;
      rows.push_back(std::to_string(line.row()) + " " + std::to_string(line.previous_fen()) + " " +
                     std::to_string(line.current_fen()));
    }
    return rows;
  }
  std::string Journal(const std::string& first) {
    auto request = Named<v1::ExportJournalRequest>(bureau_.books());
    *request.mutable_first_month() = Day(first);
    *request.mutable_last_month() = Day("2026-12-01");
    return bureau_.Ask(bureau_.clerk(), &Exports::ExportJournal, request).reply.data();
  }

  Bureau bureau_;
};

const Lines kBalanceSheet = {"1 32500000 50062975",
                             "3 1800000 100000",
                             "5 34300000 50162975",
                             "7 6000000 6000000",
                             "8 1200000 1500000",
                             "9 4800000 4500000",
                             "10 120000000 122000000",
                             "11 24000000 30000000",
                             "12 96000000 92000000",
                             "21 100800000 96500000",
                             "22 135100000 146662975",
                             "24 900000 13900000",
                             "25 0 300000",
                             "27 0 70000",
                             "28 900000 14270000",
                             "33 900000 14270000",
                             "34 80000000 80000000",
                             "35 42000000 47117893",
                             "36 12200000 5275082",
                             "37 134200000 132392975",
                             "38 135100000 146662975"};

// What was there when the books were taken over came to 322 in the year before.
const Lines kIncome = {"1 0 9000000",   "2 0 432109",    "3 0 2500000",          "4 0 7145678",
                       "5 0 123456",    "6 0 3600000",   "7 0 1062975",          "8 0 4000000",
                       "9 0 600000",    "11 0 4462975",  "12 0 70000",           "13 0 4392975",
                       "14 0 12200000", "15 12200000 0", "16 12200000 16592975", "17 0 5117893",
                       "18 0 6000000",  "19 0 200000",   "20 12200000 5275082"};

TEST_F(VillageYear, ComesOutToTheFen) {
  TakeOver();
  RentsComeIn();
  TheYearGoesOn();
  TheYearEnds();
  EXPECT_EQ(Rows(v1::Statement::KIND_BALANCE_SHEET), kBalanceSheet) << "before it is carried";
  EXPECT_EQ(Rows(v1::Statement::KIND_INCOME), kIncome) << "before it is carried";
  Carry();
  EXPECT_EQ(Rows(v1::Statement::KIND_BALANCE_SHEET), kBalanceSheet);
  EXPECT_EQ(Rows(v1::Statement::KIND_INCOME), kIncome);
  const auto balances =
      ElementsAre("101 200000", "102 49862975", "113 -200000", "132 6000000", "133 -1500000",
                  "151 122000000", "152 -30000000", "211 -13600000", "212 -300000", "214 -70000",
                  "301 -80000000", "311 -47117893", "322 -5275082");
  EXPECT_THAT(TrialOf(bureau_, "2026-01-01", "2026-12-01"), balances);
  for (const char* first : {"2025-12-01", "2026-01-01"}) {
    const std::string journal = Journal(first);
    EXPECT_EQ(HledgerFinds(journal), "");
    EXPECT_THAT(HledgerBalances(journal), balances);
  }
  EXPECT_EQ(bureau_.Query("SELECT string_agg(credit_income || ' ' || sum, ', ' ORDER BY"
                          "  credit_income) FROM (SELECT credit_income, sum(amount_fen)"
                          "  FROM ledger.posting WHERE credit_income IS NOT NULL"
                          "  GROUP BY credit_income) x"),
            "1 9000000, 2 432109, 4 2500000, 5 4000000")
      << "what recurs, and what may never be shared out";
  EXPECT_EQ(bureau_.Unsound(), "");
}

}  // namespace
}  // namespace qianmo::ledger
