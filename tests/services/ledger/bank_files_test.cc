// Files of banks: each is taken as a whole or not at all, and says nothing twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/bank_entry_store.h"
#include "ledger/bank_file_store.h"
#include "ledger/bank_files_service.h"
#include "ledger/bank_report_store.h"
#include "ledger/entry_matching.h"
#include "ledger/registry_files.h"
#include "ledger/result_taking.h"
#include "ledger/statement_taking.h"
#include "qianmobank/result_text.h"
#include "services/ledger/counter.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;
using PaidState = v1::Payment;

class BankFilesTest : public testing::Test {
 protected:
  Bureau& bureau() { return counter_.bureau(); }
  Branch& branch() { return counter_.branch(); }
  static bank::Booking Booked(const std::string& text) { return Counter::Booked(text); }

  v1::BankFile Get(const std::string& file) {
    return branch()
        .Ask(bureau().clerk(), &BankFiles::GetBankFile, Named<v1::GetBankFileRequest>(file))
        .reply;
  }
  std::string LastFile() {
    return "counties/7/bankFiles/" +
           bureau().Query("SELECT id FROM ledger.bank_file ORDER BY id DESC LIMIT 1");
  }
  std::vector<std::string> States(const std::vector<std::string>& payments) {
    std::vector<std::string> states;
    for (const std::string& payment : payments) {
      states.push_back(v1::Payment::State_Name(branch().Get(payment).state()).substr(6));
    }
    return states;
  }
  v1::ListContradictionsResponse Contradictions(bool closed_too = false) {
    v1::ListContradictionsRequest request;
    request.set_parent(branch().account());
    request.set_closed_too(closed_too);
    return branch().Ask(bureau().clerk(), &Payments::ListContradictions, request).reply;
  }
  // What the bank says of payments, as pain.002.
  std::string Result(const std::vector<bank::Word>& words, const std::string& batch = "B1") {
    bank::ResultPaper paper{.id = "RES" + std::to_string(++results_),
                            .payout = batch,
                            .date = BeijingDate(bureau().clock().Now())};
    for (const bank::Word& word : words) {
      if (word.end_to_end_id.empty()) {
        paper.refused = word;
      } else {
        paper.words.push_back(word);
        ++paper.count;
        paper.sum += word.amount;
      }
    }
    return bank::WriteResults({}, paper).value();
  }
  bank::Word Word(const std::string& payment, bank::Outcome outcome, std::int64_t fen) {
    return {.payout = "B1",
            .end_to_end_id = payment.empty() ? "" : branch().EndToEnd(payment),
            .outcome = outcome,
            .reason_code = outcome == bank::Outcome::kRejected ? "AC01" : "",
            .reason = outcome == bank::Outcome::kRejected ? "账号户名不符" : "",
            .reference = "",
            .amount = Fen(fen),
            .account = "6222000000000001"};
  }

  Counter counter_;
  int results_ = 0;
};

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

TEST_F(BankFilesTest, AreTakenOnceWhateverOverlaps) {
  const std::string first =
      Counter::Statement(10, 12, 0, {Booked("100000 R1 10 李四"), Booked("-2000 R2 12")});
  const auto taken = counter_.Import(first);
  ASSERT_EQ(taken.reason, "");
  EXPECT_EQ(taken.file.state(), v1::BankFile::STATE_TAKEN);
  EXPECT_EQ(taken.file.items(), 2);
  EXPECT_EQ(taken.file.odd(), 2);
  EXPECT_EQ(counter_.Import(first).reason, "BANK_FILE_TAKEN");
  const auto second = counter_.Import(
      Counter::Statement(12, 15, 100000, {Booked("-2000 R2 12"), Booked("500 R3 15")}));
  ASSERT_EQ(second.reason, "");
  EXPECT_EQ(second.file.known(), 1);
  EXPECT_EQ(second.file.statements(0).known(), 1);
  EXPECT_EQ(second.file.statements(0).jump_fen(), 0);
  EXPECT_EQ(counter_.Entries().size(), 3u);
  const auto jumped = counter_.Import(Counter::Statement(17, 17, 98000, {}));
  EXPECT_EQ(jumped.file.statements(0).jump_fen(), -500);
  EXPECT_EQ(counter_.Entries(true).size(), 3u);
  EXPECT_EQ(counter_.Entries()[0].reason(), "CREDIT_UNEXPECTED");
  EXPECT_EQ(counter_.Entries()[0].party_name(), "李四");
  EXPECT_EQ(counter_.Entries()[0].party_account(), "************0001");
  EXPECT_EQ(counter_.Entries()[1].reason(), "PAYMENT_MISSING");
  EXPECT_EQ(bureau().Query("SELECT count(*) FROM ledger.bank_entry"
                           " WHERE position('6222'::bytea IN party_sealed) > 0"),
            "0");
}

TEST_F(BankFilesTest, AreRefusedAsAWholeAndSayWhere) {
  ASSERT_EQ(counter_.Import(Counter::Statement(15, 15, 0, {Booked("500 R3 15")})).reason, "");
  const std::string other = Counter::Statement(15, 15, 0, {Booked("700 R3 15")});
  EXPECT_EQ(counter_.Import(other).reason, "STATEMENT_CONTRADICTS");
  const auto refused = Get(LastFile());
  EXPECT_EQ(refused.state(), v1::BankFile::STATE_REFUSED);
  EXPECT_EQ(refused.reason(), "STATEMENT_CONTRADICTS");
  EXPECT_GT(refused.reason_line(), 0);
  EXPECT_EQ(counter_.Import(other).reason, "STATEMENT_CONTRADICTS")
      << "what was refused may be tried again";
  const std::string fine = Counter::Statement(16, 16, 500, {Booked("70 R4 16")});
  struct Case {
    const char* reason;
    std::string bytes;
  };
  for (const Case& one :
       {Case{"STATEMENT_OF_OTHER_ACCOUNT", Replaced(fine, "1102000000000001", "1102000000000009")},
        Case{"STATEMENT_AHEAD", Counter::Statement(21, 21, 500, {Booked("70 R4 21")})},
        Case{"BALANCE_MISMATCH", Replaced(fine, "5.70", "5.71")},
        Case{"AMOUNT_MALFORMED", Replaced(fine, "0.70", "0.700")},
        Case{"XML_FORBIDDEN",
             Replaced(fine, "<Document", "<!DOCTYPE Document [<!ENTITY a \"a\">]><Document")},
        Case{"BANK_FILE_CUT_SHORT", fine.substr(0, fine.size() / 2)}}) {
    EXPECT_EQ(counter_.Import(one.bytes).reason, one.reason);
  }
  EXPECT_EQ(counter_.Entries().size(), 1u);
  EXPECT_EQ(bureau().Query("SELECT count(*) FROM ledger.bank_statement"), "1");
  EXPECT_EQ(counter_.Import(fine).reason, "") << "and the right one is taken";
  v1::ImportBankStatementRequest request;
  request.set_parent(branch().account());
  const auto ask = [&] {
    request.set_request_id(NewRequestId());
    return branch().Ask(bureau().agent(), &BankFiles::ImportBankStatement, request).reason();
  };
  request.set_file("counties/7/files/" + NewRequestId());
  EXPECT_EQ(ask(), "FILE_NOT_FOUND");
  request.set_file(counter_.shelf().Put("no more than this"));
  counter_.shelf().Lie(1);
  EXPECT_EQ(ask(), "BANK_FILE_UNREADABLE");
  counter_.shelf().Lie(1LL << 30);
  EXPECT_EQ(ask(), "BANK_FILE_TOO_LARGE") << "nothing of it was fetched";
}

TEST_F(BankFilesTest, AreKeptAsTheyCame) {
  const std::string bytes = Counter::Statement(15, 15, 0, {Booked("500 R3 15")});
  const auto taken = counter_.Import(bytes);
  auto request = Named<v1::DownloadBankFileRequest>(taken.file.name());
  const auto agent = bureau().agent();
  EXPECT_EQ(branch().Ask(agent, &BankFiles::DownloadBankFile, request).reply.data(), bytes);
  request.mutable_window()->set_offset(10);
  request.mutable_window()->set_limit(7);
  EXPECT_EQ(branch().Ask(agent, &BankFiles::DownloadBankFile, request).reply.data(),
            bytes.substr(10, 7));
  EXPECT_EQ(
      branch().Ask(bureau().clerk(), &BankFiles::DownloadBankFile, request).status.error_code(),
      grpc::StatusCode::PERMISSION_DENIED);
  v1::ListBankFilesRequest list;
  list.set_parent(branch().account());
  EXPECT_EQ(branch().Ask(agent, &BankFiles::ListBankFiles, list).reply.bank_files_size(), 1);
}

TEST_F(BankFilesTest, PayWhatTheyNameOnceAndTakeBackWhatCameBack) {
  bureau().Post({"D 102 100000", "C 211 100000"});
  const auto owed = branch().Owe({300, 45, 7, 9});
  branch().Send();
  const std::string id = branch().EndToEnd(owed[0]);
  const auto end = counter_.Import(Counter::Statement(
      20, 20, 100000,
      {Booked("-300 R1 20 张三 " + id), Booked("-45 R2 20 张三"),
       Booked("-8 R3 20 张三 " + branch().EndToEnd(owed[2])), Booked("-9 R4 20 王五"),
       Booked("-300 R5 20 张三 " + id), Booked("300 R6 20 张三 " + id)}));
  ASSERT_EQ(end.reason, "");
  EXPECT_THAT(States(owed), ElementsAre("RETURNED", "PAID", "SENT", "PAID"))
      << "by our number, by payee, not with another amount, by account";
  EXPECT_EQ(end.file.matched(), 4);
  EXPECT_EQ(end.file.odd(), 2);
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99946", "211 99946"));
  std::vector<std::string> reasons;
  for (const auto& entry : counter_.Entries()) reasons.push_back(entry.reason());
  EXPECT_THAT(reasons, ElementsAre("", "", "OTHER_AMOUNT", "", "BOOKED_TWICE", ""));
  EXPECT_EQ(counter_.Entries()[5].matched_by(), v1::BankEntry::MATCHED_BY_RETURN);
  EXPECT_EQ(counter_.Entries()[0].payment(), owed[0]);
  EXPECT_EQ(Contradictions().contradictions_size(), 2);
}

TEST_F(BankFilesTest, SayWhatBecameOfPaymentsAndNothingOfOthers) {
  bureau().Post({"D 102 100000", "C 211 100000"});
  const auto owed = branch().Owe({300, 45, 7});
  branch().Send();
  const auto first = counter_.ImportResult(Result(
      {Word(owed[0], bank::Outcome::kPaid, 300), Word(owed[1], bank::Outcome::kAccepted, 45)}));
  ASSERT_EQ(first.reason, "");
  EXPECT_EQ(first.file.matched(), 2);
  EXPECT_THAT(States(owed), ElementsAre("PAID", "ACCEPTED", "SENT"));
  bank::Word foreign = Word(owed[0], bank::Outcome::kPaid, 300);
  foreign.end_to_end_id = "HEATING-2026";
  const auto second = counter_.ImportResult(Result(
      {Word(owed[0], bank::Outcome::kRejected, 300), Word(owed[1], bank::Outcome::kRejected, 45),
       Word(owed[2], bank::Outcome::kPaid, 8), foreign, Word(owed[0], bank::Outcome::kPaid, 300)}));
  ASSERT_EQ(second.reason, "");
  EXPECT_EQ(second.file.odd(), 3);
  EXPECT_EQ(second.file.matched(), 1);
  EXPECT_EQ(second.file.known(), 1);
  EXPECT_THAT(States(owed), ElementsAre("PAID", "REJECTED", "SENT"));
  EXPECT_THAT(bureau().Balances(), ElementsAre("102 99700", "211 99700"));
  const auto odd = Contradictions();
  ASSERT_EQ(odd.contradictions_size(), 3);
  EXPECT_EQ(odd.contradictions(0).kind(), v1::Contradiction::KIND_AGAINST_EARLIER);
  EXPECT_EQ(odd.contradictions(0).payment(), owed[0]);
  EXPECT_EQ(odd.contradictions(0).told(), "RJCT AC01 账号户名不符");
  EXPECT_EQ(odd.contradictions(1).kind(), v1::Contradiction::KIND_OTHER_AMOUNT);
  EXPECT_EQ(odd.contradictions(2).kind(), v1::Contradiction::KIND_UNKNOWN_PAYMENT);
  auto close = Named<v1::CloseContradictionRequest>(odd.contradictions(0).name());
  close.set_outcome("银行更正");
  EXPECT_TRUE(branch().Ask(bureau().agent(), &Payments::CloseContradiction, close).ok());
  close.set_request_id(NewRequestId());
  EXPECT_EQ(branch().Ask(bureau().agent(), &Payments::CloseContradiction, close).reason(),
            "CONTRADICTION_CLOSED");
  EXPECT_EQ(Contradictions().contradictions_size(), 2);
  EXPECT_EQ(Contradictions(true).contradictions_size(), 3);
}

TEST_F(BankFilesTest, ThatSayTheBankHasItAlreadyRejectNothing) {
  const auto owed = branch().Owe({300, 45});
  const auto batch = branch().Send();
  std::string id = batch.name().substr(batch.name().rfind('/') + 1);
  std::erase(id, '-');
  auto twice = Word("", bank::Outcome::kRejected, 345);
  twice.reason_code = "DU01";
  ASSERT_EQ(counter_.ImportResult(Result({twice}, id)).reason, "");
  EXPECT_THAT(States(owed), ElementsAre("SENT", "SENT")) << "it says nothing of the first file";
  auto again = Word(owed[0], bank::Outcome::kRejected, 300);
  again.reason_code = "AM05";
  ASSERT_EQ(counter_.ImportResult(Result({again})).reason, "");
  EXPECT_THAT(States(owed), ElementsAre("SENT", "SENT"));
}

TEST_F(BankFilesTest, ThatSayTwoThingsOfAPaymentStopItUntilThatIsClearedUp) {
  const auto owed = branch().Owe({300});
  branch().Send();
  ASSERT_EQ(counter_.ImportResult(Result({Word(owed[0], bank::Outcome::kRejected, 300)})).reason,
            "");
  ASSERT_EQ(counter_.ImportResult(Result({Word(owed[0], bank::Outcome::kPaid, 300)})).reason, "");
  EXPECT_THAT(States(owed), ElementsAre("REJECTED"));
  const auto retry = [&] {
    return branch().Ask(bureau().agent(), &Payments::RetryPayment,
                        Named<v1::RetryPaymentRequest>(owed[0]));
  };
  EXPECT_EQ(retry().reason(), "PAYMENT_CONTRADICTED");
  const auto all = Contradictions();
  for (const auto& said : all.contradictions()) {
    EXPECT_EQ(said.payment() == owed[0], said.kind() == v1::Contradiction::KIND_AGAINST_EARLIER)
        << said.ShortDebugString();
    auto close = Named<v1::CloseContradictionRequest>(said.name());
    close.set_outcome("银行书面确认未付");
    ASSERT_TRUE(branch().Ask(bureau().agent(), &Payments::CloseContradiction, close).ok());
  }
  EXPECT_EQ(retry().reason(), "");
}

TEST_F(BankFilesTest, CanRejectAWholeBatch) {
  const auto owed = branch().Owe({300, 45});
  const auto batch = branch().Send();
  std::string id = batch.name().substr(batch.name().rfind('/') + 1);
  std::erase(id, '-');
  const auto end = counter_.ImportResult(Result({Word("", bank::Outcome::kRejected, 345)}, id));
  ASSERT_EQ(end.reason, "");
  EXPECT_THAT(States(owed), ElementsAre("REJECTED", "REJECTED"));
  EXPECT_EQ(branch().Get(owed[0]).attempts(0).reason_code(), "AC01");
  const auto unknown =
      counter_.ImportResult(Result({Word("", bank::Outcome::kRejected, 345)}, "P77"));
  EXPECT_EQ(unknown.file.odd(), 1);
}

}  // namespace
}  // namespace qianmo::ledger
