// A bureau whose village has an account at a bank, and those who pay from it. When it is left, what
// was paid must be what was posted.
#pragma once

#include <string>
#include <vector>

#include "ledger/bank_report_store.h"
#include "qianmo/ledger/v1/bank_accounts.grpc.pb.h"
#include "qianmo/ledger/v1/corrections.grpc.pb.h"
#include "qianmo/ledger/v1/payments.grpc.pb.h"
#include "qianmo/ledger/v1/payouts.grpc.pb.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {

using BankAccounts = v1::BankAccountsService::Stub;
using Payments = v1::PaymentsService::Stub;
using Payouts = v1::PayoutsService::Stub;
using Corrections = v1::CorrectionsService::Stub;

inline constexpr CountyId kBranchCounty{7};

class Branch {
 public:
  // Before the server starts, others may be put into it.
  explicit Branch(const std::function<void(rpc::Server&)>& beside = {});
  ~Branch();

  template <class Service, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = bureau_.As(caller);
    Service stub(bureau_.server().InProcess());
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }
  // Runs `f(Transaction&) -> Result<T>` as the ledger itself would.
  template <class F>
  auto Do(F&& f) {
    const pg::TransactOptions options{.deadline = std::chrono::steady_clock::now() +
                                                  std::chrono::seconds(30)};
    return pg::Transact(*pool_, options, std::forward<F>(f));
  }

  v1::CreateBankAccountRequest NewAccount(const std::string& code = "102",
                                          const std::string& number = "1102000000000001");

  // Payments out of 211 that wait and are due; their names.
  std::vector<std::string> Owe(const std::vector<std::int64_t>& amounts,
                               const std::string& payee = "张三");
  std::vector<std::string> OweFrom(const std::string& account,
                                   const std::vector<std::int64_t>& amounts,
                                   const std::string& payee = "张三");
  // A bank says of this account what cannot be; the name of the contradiction.
  std::string Contradict(const std::string& account);
  Answer<v1::PayoutBatch> Batch(const std::vector<std::string>& payments = {});
  Answer<v1::PayoutBatch> Approve(const std::string& batch);
  Answer<v1::PayoutBatch> Export(const std::string& batch);
  // All that is due, as far as the bank's file; it must be possible.
  v1::PayoutBatch Send();
  v1::Payment Get(const std::string& payment);
  // Another payee is proposed, 李四 at another bank with this number.
  Answer<v1::PaymentCorrection> CorrectPayee(const rpc::v1::Caller& caller,
                                             const std::string& payment,
                                             const std::string& number = "6222000000000077");
  Answer<v1::PaymentCorrection> ApproveCorrection(const rpc::v1::Caller& caller,
                                                  const std::string& correction,
                                                  const std::string& typed = "");
  // What the bank knows the last attempt by.
  std::string EndToEnd(const std::string& payment);
  std::vector<ReportOutcome> Report(const std::vector<AttemptReport>& reports);
  // Of the last attempt.
  ReportFate Report(const std::string& payment, BankReport report);

  // Says what of payments, postings and batches does not fit together.
  std::string Unsound() const;

  Bureau& bureau() { return bureau_; }
  const std::string& account() const { return account_; }
  BankAccountId account_id() const;

 private:
  Bureau bureau_;
  std::unique_ptr<pg::Pool> pool_ = bureau_.Pool();
  std::string account_;
};

}  // namespace qianmo::ledger
