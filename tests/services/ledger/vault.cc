#include "services/ledger/vault.h"

#include <cstdio>
#include <stdexcept>

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "ledger/bank_report_store.h"
#include "pg/row.h"
#include "rpc/timestamp.h"

namespace qianmo::ledger {
namespace {

template <class Tag>
Id<Tag> IdIn(const std::string& name) {
  return Id<Tag>::Parse(name.substr(name.rfind('/') + 1)).value();
}

template <class Reply>
Reply Must(const Answer<Reply>& answer) {
  if (!answer.ok()) throw std::runtime_error(answer.reason() + answer.status.error_message());
  return answer.reply;
}

}  // namespace

std::string NewLot() { return NewRequestId(); }

Vault::Vault(const std::function<void(rpc::Server&)>& beside)
    : bureau_("2026-01-15", beside),
      officer_(Bureau::Person(rpc::v1::ROLE_CENTRE_OFFICER, "/7/")),
      approver_(Bureau::Person(rpc::v1::ROLE_CENTRE_APPROVER, "/7/")),
      other_approver_(Bureau::Person(rpc::v1::ROLE_CENTRE_APPROVER, "/7/")) {
  auto request = Bureau::NewBooks("/7/");
  request.set_kind(v1::Books::KIND_CUSTODY);
  request.set_display_name("县农交中心托管账");
  custody_ = Must(bureau_.Ask(officer_, &Books::OpenBooks, request)).name();
  account_ = AddBankAccount(custody_, "622200000000000001");
  AddBankAccount(bureau_.books(), "622200000000000002");
}

Vault::~Vault() {
  EXPECT_EQ(bureau_.Unsound(), "");
  EXPECT_EQ(UnsoundCustody(), "");
}

BankAccountId Vault::AddBankAccount(const std::string& books, const std::string& number) {
  const NewBankAccount account{.id = BankAccountId::Make(now()),
                               .books = IdIn<BooksTag>(books),
                               .code = AccountCode::Parse("102").value(),
                               .display_name = "基本户",
                               .number = number,
                               .bank_name = "柳湾农商银行",
                               .bank_code = "402100000018",
                               .profile = "statement.sub_account = party_account\n"};
  const auto added = Do([&](pg::Transaction& tx) {
    return InsertBankAccount(tx, kHomeCounty, *bureau_.keyring(), account, now());
  });
  if (!added) throw std::runtime_error(added.refusal().reason);
  return account.id;
}

Bidding Vault::Bidder(int serial) {
  char digits[13];
  std::snprintf(digits, sizeof digits, "%012d", serial);
  const std::string party = "01900000-0000-7000-8000-" + std::string(digits);
  auto caller = Bureau::Person(rpc::v1::ROLE_BIDDER, "/7/");
  caller.set_party_id(party);
  return {.caller = caller,
          .party = party,
          .account = {"青禾农业发展有限公司" + std::to_string(serial), "6217" + std::string(digits),
                      "102100000021", "工商银行"}};
}

v1::OpenHoldRequest Vault::NewHold(const std::string& lot, const Bidding& bidding,
                                   std::int64_t fen) const {
  v1::OpenHoldRequest request;
  request.set_parent(kCounty);
  request.set_request_id(NewRequestId());
  request.set_lot(lot);
  request.set_party(bidding.party);
  request.set_expected_fen(fen);
  *request.mutable_due_time() = rpc::ToTimestamp(ParseRfc3339("2026-11-25T09:00:00Z").value());
  auto* account = request.mutable_own_account();
  account->set_name(bidding.account.name);
  account->set_account_number(bidding.account.account_number);
  account->set_bank_code(bidding.account.bank_code);
  account->set_bank_name(bidding.account.bank_name);
  return request;
}

v1::Hold Vault::Open(const std::string& lot, const Bidding& bidding, std::int64_t fen) {
  return Must(Ask(officer_, &Holds::OpenHold, NewHold(lot, bidding, fen)));
}

Credit Vault::CreditFor(const v1::Hold& hold, const Bidding& bidding) const {
  const Time now = const_cast<Vault*>(this)->now();
  return {.entry = Uuid::Make(now),
          .account = account_,
          .bank_code = AccountCode::Parse("102").value(),
          .sub_account = hold.sub_account(),
          .amount = Fen(hold.expected_fen()),
          .payer_name = bidding.account.name,
          .payer_account = bidding.account.account_number,
          .value_date = BeijingDate(now),
          .end_to_end = "NOTPROVIDED"};
}

std::vector<CreditOutcome> Vault::Take(const std::vector<Credit>& credits) {
  return *Do([&](pg::Transaction& tx) -> Result<std::vector<CreditOutcome>> {
    return TakeCredits(tx, kHomeCounty, *bureau_.keyring(), credits, now());
  });
}

v1::Hold Vault::Funded(const std::string& lot, const Bidding& bidding, std::int64_t fen) {
  const auto hold = Open(lot, bidding, fen);
  const auto outcomes = Take({CreditFor(hold, bidding)});
  if (!outcomes.front().hold) throw std::runtime_error("a deposit that was none");
  return See(hold.name());
}

std::string Vault::Suspended(const Credit& credit) {
  const auto outcomes = Take({credit});
  return "counties/7/suspenseItems/" + outcomes.front().suspense.value().ToString();
}

v1::CaptureHoldRequest Vault::NewCapture(const std::string& hold, std::int64_t fen) const {
  auto request = Named<v1::CaptureHoldRequest>(hold);
  request.set_amount_fen(fen);
  request.set_books(bureau_.books());
  request.set_credit_account("211");
  return request;
}

Answer<v1::Hold> Vault::Capture(const std::string& hold, std::int64_t fen) {
  return Ask(approver_, &Holds::CaptureHold, NewCapture(hold, fen));
}

Answer<v1::Hold> Vault::Release(const std::string& hold, std::int64_t fen) {
  auto request = Named<v1::ReleaseHoldRequest>(hold);
  request.set_amount_fen(fen);
  return Ask(officer_, &Holds::ReleaseHold, request);
}

Answer<v1::Hold> Vault::Forfeit(const std::string& hold, std::int64_t fen) {
  auto request = Named<v1::ForfeitHoldRequest>(hold);
  request.set_amount_fen(fen);
  request.set_reason("悔拍");
  return Ask(approver_, &Holds::ForfeitHold, request);
}

v1::Hold Vault::See(const std::string& hold) {
  return Must(Ask(officer_, &Holds::GetHold, Named<v1::GetHoldRequest>(hold)));
}

v1::SuspenseItem Vault::SeeItem(const std::string& item) {
  return Must(
      Ask(officer_, &SuspenseDesk::GetSuspenseItem, Named<v1::GetSuspenseItemRequest>(item)));
}

int Vault::BankPaysAll() {
  v1::CreatePayoutBatchRequest create;
  create.set_parent(account_name());
  create.set_request_id(NewRequestId());
  const auto created = Ask(officer_, &Payouts::CreatePayoutBatch, create);
  if (created.reason() == "PAYOUT_BATCH_EMPTY") return 0;
  const std::string batch = Must(created).name();
  Must(Ask(approver_, &Payouts::ApprovePayoutBatch, Named<v1::ApprovePayoutBatchRequest>(batch)));
  Must(Ask(officer_, &Payouts::ExportPayoutFile, Named<v1::ExportPayoutFileRequest>(batch)));
  return *Do([&](pg::Transaction& tx) -> Result<int> {
    QM_ASSIGN(const BankAccountRow account,
              FindBankAccount(tx, kHomeCounty, *bureau_.keyring(), account_));
    std::vector<AttemptReport> reports;
    for (const auto& row :
         tx.Run("SELECT id FROM ledger.payment_attempt WHERE county_id = $1 AND batch_id = $2",
                kHomeCounty, Uuid::Parse(batch.substr(batch.rfind('/') + 1)).value())) {
      reports.push_back({.end_to_end_id = EndToEndId(pg::Get<AttemptId>(row, "id")),
                         .report = BankReport::kPaid,
                         .day = BeijingDate(now())});
    }
    for (const ReportOutcome& outcome :
         TakeReports(tx, kHomeCounty, *bureau_.keyring(), account, reports, now())) {
      EXPECT_EQ(outcome.fate, ReportFate::kChanged) << outcome.refusal;
    }
    return static_cast<int>(reports.size());
  });
}

Lines Vault::CustodyBalances() {
  const auto all =
      Must(bureau_.Ask(officer_, &Books::ListAccounts, Named<v1::ListAccountsRequest>(custody_)));
  Lines balances;
  for (const auto& account : all.accounts()) {
    if (account.balance_fen() == 0) continue;
    balances.push_back(account.code() + " " + std::to_string(account.balance_fen()));
  }
  return balances;
}

std::int64_t Vault::OwedToVillage() {
  const std::string centre = custody_.substr(custody_.rfind('/') + 1);
  return std::stoll(bureau_.Query(
      "SELECT coalesce(sum(CASE WHEN debit_party_id = '" + centre +
      "' AND debit_code = '112'"
      " THEN amount_fen ELSE 0 END - CASE WHEN credit_party_id = '" +
      centre + "' AND credit_code = '112' THEN amount_fen ELSE 0 END), 0) FROM ledger.posting"));
}

}  // namespace qianmo::ledger
