// Weeks of deposits, with bidders who err and a bank that does everything wrong that banks do:
// every day the centre's books and the village's are what the bank has, and all that is released,
// sent back or captured arrives exactly once.
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/village_paying.h"
#include "qianmo/ledger/v1/bank_entries.grpc.pb.h"
#include "qianmo/ledger/v1/bank_files.grpc.pb.h"
#include "qianmo/ledger/v1/payments.grpc.pb.h"
#include "qianmobank/bank.h"
#include "qianmobank/dice.h"
#include "rpc/home.h"
#include "rpc/status.h"
#include "rpc/timestamp.h"
#include "services/ledger/file_shelf.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

constexpr bank::Faults kBadBank{.seed = 20261203,
                                .rejected = 120,
                                .returned = 120,
                                .silent = 100,
                                .late = 250,
                                .contradicted = 60,
                                .unnumbered = 60,
                                .unsure = 80,
                                .repeated = 300,
                                .overlapping = 400,
                                .garbage = 200,
                                .most_days = 2};
constexpr int kDaysOfLots = 8;
constexpr int kLongest = 40;
constexpr int kBiddersADay = 6;
constexpr char kCentreAtBank[] = "622200000000000001";
constexpr char kVillageAtBank[] = "622200000000000002";

class CustodyMonth : public testing::Test {
 protected:
  CustodyMonth()
      : bank_(*bankfile::ParseProfile("bank = a\npayout.bank_code = 402100000018\n"
                                      "statement.sub_account = party_account\n"),
              kBadBank) {
    bank_.Open(kCentreAtBank, "县农交中心", Fen());
    bank_.Open(kVillageAtBank, "柳湾村股份经济合作社", Fen());
    village_ = "counties/7/bankAccounts/" +
               vault_.bureau().Query(
                   "SELECT a.id FROM ledger.bank_account a JOIN ledger.books b"
                   " ON b.id = a.books_id WHERE b.kind <> 3");
  }

  Date today() { return BeijingDate(vault_.now()); }
  bool Roll(int of_thousand, const char* what, int whose) const {
    return dice_.Happens(of_thousand, what, std::to_string(whose));
  }

  // Bidders pay their deposits: most as they should, some a fen less, from another's account,
  // twice, or without the number that they were given.
  void OpenLot(int day) {
    const std::string lot = NewLot();
    for (int i = 0; i < kBiddersADay; ++i) {
      const int who = day * 100 + i;
      const Bidding bidder = Vault::Bidder(who);
      auto wanted = vault_.NewHold(lot, bidder, 50'000 + who);
      *wanted.mutable_due_time() = rpc::ToTimestamp(vault_.now() + std::chrono::hours(24 * 2));
      const auto hold = vault_.Ask(vault_.officer(), &Holds::OpenHold, wanted);
      ASSERT_TRUE(hold.ok()) << hold.reason();
      holds_.push_back(hold.reply.name());
      const Bidding payer = Roll(150, "another pays", who) ? Vault::Bidder(who + 50) : bidder;
      const int times = Roll(150, "twice", who) ? 2 : 1;
      for (int k = 0; k < times; ++k) {
        bank_.Credit({.account = kCentreAtBank,
                      .amount = Fen(50'000 + who - (Roll(150, "a fen less", who) ? 1 : 0)),
                      .payer = {payer.account.name, payer.account.account_number, "102100000021"},
                      .sub_account = Roll(100, "no number", who) ? "" : hold.reply.sub_account(),
                      .remittance = "竞买保证金"});
      }
    }
  }

  // What was paid in three days ago is given back, taken for a contract, or kept.
  void Resolve() {
    for (std::size_t i = 0; i < holds_.size(); ++i) {
      const auto hold = vault_.See(holds_[i]);
      const int who = static_cast<int>(i);
      if (hold.open_fen() == 0 || !Roll(400, "resolved", who * 100 + day_)) continue;
      if (Roll(250, "wins", who)) {
        ASSERT_TRUE(vault_.Capture(hold.name(), hold.open_fen() / 2).ok());
        ASSERT_TRUE(vault_.Release(hold.name()).ok());
      } else {
        ASSERT_TRUE((Roll(100, "backs out", who) ? vault_.Forfeit(hold.name())
                                                 : vault_.Release(hold.name()))
                        .ok());
      }
    }
  }

  // Nobody's money goes back where it came from.
  void EmptySuspense() {
    v1::ListSuspenseRequest list;
    list.set_parent("counties/7");
    list.set_state(v1::SuspenseItem::STATE_WAITING);
    list.set_page_size(200);
    const auto items = vault_.Ask(vault_.officer(), &SuspenseDesk::ListSuspense, list).reply;
    for (const auto& item : items.suspense_items()) {
      auto back = Named<v1::ReturnSuspenseRequest>(item.name());
      back.set_reason("无法对应");
      back.set_bank_name("工商银行");
      const auto returned = vault_.Ask(vault_.officer(), &SuspenseDesk::ReturnSuspense, back);
      EXPECT_TRUE(returned.ok()) << returned.reason() << item.ShortDebugString();
      ++sent_back_;
    }
  }

  // One file of all that is due; somebody's finger slips now and then.
  void SendToBank() {
    v1::CreatePayoutBatchRequest create;
    create.set_parent(vault_.account_name());
    create.set_request_id(NewRequestId());
    const auto batch = vault_.Ask(vault_.officer(), &Payouts::CreatePayoutBatch, create);
    if (batch.reason() == "PAYOUT_BATCH_EMPTY") return;
    ASSERT_TRUE(batch.ok()) << batch.reason();
    const auto approved = vault_.Ask(vault_.approver(), &Payouts::ApprovePayoutBatch,
                                     Named<v1::ApprovePayoutBatchRequest>(batch.reply.name()));
    ASSERT_TRUE(approved.ok()) << approved.reason();
    const auto exported = vault_.Ask(vault_.officer(), &Payouts::ExportPayoutFile,
                                     Named<v1::ExportPayoutFileRequest>(batch.reply.name()));
    ASSERT_TRUE(exported.ok()) << exported.reason();
    const auto file = vault_.Ask(vault_.officer(), &Payouts::DownloadPayoutFile,
                                 Named<v1::DownloadPayoutFileRequest>(batch.reply.name()));
    ASSERT_TRUE(bank_.Take(file.reply.data()));
    if (!Roll(300, "sent twice", day_)) return;
    ASSERT_TRUE(bank_.Take(file.reply.data()));
    ++sent_twice_;
  }

  std::string Import(const rpc::v1::Caller& caller, const std::string& account,
                     const bank::OutFile& file) {
    const std::string bytes = shelf_.Put(file.bytes);
    const auto ask = [&](auto request, auto method) {
      request.set_parent(account);
      request.set_request_id(NewRequestId());
      request.set_file(bytes);
      return vault_.Ask(caller, method, request);
    };
    using Desk = v1::BankFilesService::Stub;
    const bool of_results = file.name.find("result") != std::string::npos;
    const auto begun = of_results
                           ? ask(v1::ImportPayoutResultRequest(), &Desk::ImportPayoutResult)
                           : ask(v1::ImportBankStatementRequest(), &Desk::ImportBankStatement);
    if (!begun.ok()) return begun.reason();
    const auto ended = vault_.bureau().Await(caller, begun.reply.name());
    return ended.has_error() ? ReasonIn(rpc::ToStatus(ended.error())) : "";
  }

  // Results come before statements on every other day.
  void TakeIn() {
    auto files = bank_.Day(today());
    if (day_ % 2 == 1) std::ranges::reverse(files);
    for (const bank::OutFile& file : files) {
      const bool of_village = file.name.find(kVillageAtBank) != std::string::npos;
      const std::string reason = of_village ? Import(vault_.bureau().agent(), village_, file)
                                            : Import(vault_.officer(), vault_.account_name(), file);
      if (file.kind == bank::FileKind::kGarbage) {
        EXPECT_NE(reason, "") << file.name;
      } else {
        EXPECT_TRUE(reason.empty() || reason == "BANK_FILE_TAKEN") << file.name << ": " << reason;
      }
    }
    // The village's file may have come before the centre's.
    v1::LookAgainRequest again;
    again.set_parent(village_);
    again.set_request_id(NewRequestId());
    const auto looked =
        vault_.Ask(vault_.bureau().agent(), &v1::BankEntriesService::Stub::LookAgain, again);
    EXPECT_TRUE(looked.ok()) << looked.reason();
  }

  void CloseContradictions() {
    using Desk = v1::PaymentsService::Stub;
    v1::ListContradictionsRequest list;
    list.set_parent(vault_.account_name());
    const auto open = vault_.Ask(vault_.officer(), &Desk::ListContradictions, list).reply;
    for (const auto& contradiction : open.contradictions()) {
      auto close = Named<v1::CloseContradictionRequest>(contradiction.name());
      close.set_outcome("已向银行查明");
      ASSERT_TRUE(vault_.Ask(vault_.officer(), &Desk::CloseContradiction, close).ok());
    }
  }

  std::vector<v1::Payment> AllPayments() {
    v1::ListPaymentsRequest list;
    list.set_parent(vault_.account_name());
    list.set_page_size(200);
    std::vector<v1::Payment> payments;
    do {
      const auto page =
          vault_.Ask(vault_.officer(), &v1::PaymentsService::Stub::ListPayments, list).reply;
      payments.insert(payments.end(), page.payments().begin(), page.payments().end());
      list.set_page_token(page.next_page_token());
    } while (!list.page_token().empty());
    return payments;
  }

  void RetryWhatFailed() {
    CloseContradictions();
    for (const auto& payment : AllPayments()) {
      if (payment.state() != v1::Payment::STATE_REJECTED &&
          payment.state() != v1::Payment::STATE_RETURNED) {
        continue;
      }
      const auto again = vault_.Ask(vault_.officer(), &v1::PaymentsService::Stub::RetryPayment,
                                    Named<v1::RetryPaymentRequest>(payment.name()));
      EXPECT_TRUE(again.ok()) << again.reason();
    }
  }

  void ExpectNoDifference(const rpc::v1::Caller& caller, const std::string& account,
                          const char* number) {
    auto request = Named<v1::GetDayDifferenceRequest>(account);
    *request.mutable_day() = rpc::ToProto(today());
    const auto sheet =
        vault_.Ask(caller, &v1::BankEntriesService::Stub::GetDayDifference, request).reply;
    EXPECT_EQ(sheet.unexplained_fen(), 0) << sheet.ShortDebugString();
    EXPECT_EQ(sheet.lines_size(), 0) << sheet.ShortDebugString();
    EXPECT_EQ(sheet.books_fen(), sheet.bank_fen());
    EXPECT_EQ(sheet.bank_fen(), bank_.accounts().at(number).balance.count());
  }

  void Live() {
    ++day_;
    vault_.bureau().clock().Advance(std::chrono::hours(24));
    if (day_ <= kDaysOfLots) OpenLot(day_);
    Resolve();
    EmptySuspense();
    // As the ledger does by itself.
    PayVillages(*pool_, kHomeCounty, *vault_.bureau().keyring(), vault_.now());
    SendToBank();
    TakeIn();
    EXPECT_EQ(vault_.UnsoundCustody(), "") << day_;
    ExpectNoDifference(vault_.officer(), vault_.account_name(), kCentreAtBank);
    ExpectNoDifference(vault_.bureau().agent(), village_, kVillageAtBank);
    RetryWhatFailed();
  }

  bool IsOver() {
    for (const std::string& hold : holds_) {
      if (vault_.See(hold).open_fen() > 0) return false;
    }
    return std::ranges::all_of(AllPayments(), [](const v1::Payment& payment) {
      return payment.state() == v1::Payment::STATE_PAID;
    });
  }

  FileShelf shelf_;
  Vault vault_{[this](rpc::Server& server) { server.Peer("registry", shelf_.target()); }};
  const std::unique_ptr<pg::Pool> pool_ = vault_.bureau().Pool();
  bank::Bank bank_;
  const bank::Dice dice_{20261204};
  std::string village_;
  std::vector<std::string> holds_;
  int day_ = 0, sent_back_ = 0, sent_twice_ = 0;
};

TEST_F(CustodyMonth, LeavesNoDifferenceAndGivesEverybodyWhatIsHis) {
  do Live();
  while (!HasFailure() && (day_ < kDaysOfLots + 5 || !IsOver()) && day_ < kLongest);
  EXPECT_TRUE(IsOver());
  for (int late = 0; late < 3 && !HasFailure(); ++late) Live();
  for (const auto& payment : AllPayments()) {
    int arrived = 0;
    for (const auto& attempt : payment.attempts()) {
      const bank::Truth truth = bank_.TruthOf(attempt.end_to_end_id());
      arrived += truth.booked - truth.returned;
    }
    EXPECT_EQ(arrived, payment.state() == v1::Payment::STATE_PAID ? 1 : 0)
        << payment.ShortDebugString();
  }
  EXPECT_GT(sent_back_, 3);
  EXPECT_GT(sent_twice_, 0);
  EXPECT_GT(bank_.accounts().at(kVillageAtBank).balance, Fen()) << "what was captured";
  EXPECT_NE(vault_.bureau().Query("SELECT count(*) FROM ledger.payment WHERE attempts > 1"), "0");
}

}  // namespace
}  // namespace qianmo::ledger
