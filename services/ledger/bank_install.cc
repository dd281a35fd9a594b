#include "ledger/bank_accounts_service.h"
#include "ledger/bank_entries_service.h"
#include "ledger/bank_files_service.h"
#include "ledger/corrections_service.h"
#include "ledger/install.h"
#include "ledger/payments_service.h"
#include "ledger/payouts_service.h"

namespace qianmo::ledger {
namespace {

rpc::Endpoint& OfferBank(rpc::Hosted& hosted, const std::string& name) {
  return hosted.Offer(
      v1::BankAccount::descriptor()->file()->pool()->FindServiceByName("qianmo.ledger.v1." + name));
}

void InstallPayments(rpc::Hosted& hosted) {
  rpc::Endpoint& payments_endpoint = OfferBank(hosted, "PaymentsService");
  auto& payments = hosted.Keep(std::make_shared<PaymentsService>());
  payments_endpoint.On("GetPayment", &payments, &PaymentsService::GetPayment);
  payments_endpoint.On("ListPayments", &payments, &PaymentsService::ListPayments);
  payments_endpoint.On("RetryPayment", &payments, &PaymentsService::RetryPayment);
  payments_endpoint.On("ListContradictions", &payments, &PaymentsService::ListContradictions);
  payments_endpoint.On("CloseContradiction", &payments, &PaymentsService::CloseContradiction);
  rpc::Endpoint& payouts_endpoint = OfferBank(hosted, "PayoutsService");
  auto& payouts = hosted.Keep(std::make_shared<PayoutsService>());
  // Thousands of payees are opened, and their file is made and read back.
  payouts_endpoint.On("CreatePayoutBatch", &payouts, &PayoutsService::CreatePayoutBatch,
                      rpc::Crew::kSlow);
  payouts_endpoint.On("GetPayoutBatch", &payouts, &PayoutsService::GetPayoutBatch);
  payouts_endpoint.On("ListPayoutBatches", &payouts, &PayoutsService::ListPayoutBatches);
  payouts_endpoint.On("ApprovePayoutBatch", &payouts, &PayoutsService::ApprovePayoutBatch,
                      rpc::Crew::kSlow);
  payouts_endpoint.On("CancelPayoutBatch", &payouts, &PayoutsService::CancelPayoutBatch);
  payouts_endpoint.On("ExportPayoutFile", &payouts, &PayoutsService::ExportPayoutFile,
                      rpc::Crew::kSlow);
  payouts_endpoint.On("DownloadPayoutFile", &payouts, &PayoutsService::DownloadPayoutFile,
                      rpc::Crew::kSlow);
}

void InstallCorrections(rpc::Hosted& hosted) {
  rpc::Endpoint& endpoint = OfferBank(hosted, "CorrectionsService");
  auto& corrections = hosted.Keep(std::make_shared<CorrectionsService>());
  endpoint.On("CorrectPayee", &corrections, &CorrectionsService::CorrectPayee);
  endpoint.On("DeclareNotExecuted", &corrections, &CorrectionsService::DeclareNotExecuted);
  endpoint.On("ApproveCorrection", &corrections, &CorrectionsService::ApproveCorrection);
  endpoint.On("DeclineCorrection", &corrections, &CorrectionsService::DeclineCorrection);
  endpoint.On("GetCorrection", &corrections, &CorrectionsService::GetCorrection);
  endpoint.On("ListCorrections", &corrections, &CorrectionsService::ListCorrections);
}

void InstallFiles(rpc::Hosted& hosted) {
  rpc::Endpoint& files_endpoint = OfferBank(hosted, "BankFilesService");
  auto& files = hosted.Keep(
      std::make_shared<BankFilesService>(hosted.room(), hosted.operations(), hosted.channels()));
  // They wait for the registry while they fetch.
  files_endpoint.On("ImportBankStatement", &files, &BankFilesService::ImportBankStatement,
                    rpc::Crew::kSlow);
  files_endpoint.On("ImportPayoutResult", &files, &BankFilesService::ImportPayoutResult,
                    rpc::Crew::kSlow);
  files_endpoint.On("GetBankFile", &files, &BankFilesService::GetBankFile);
  files_endpoint.On("ListBankFiles", &files, &BankFilesService::ListBankFiles);
  files_endpoint.On("DownloadBankFile", &files, &BankFilesService::DownloadBankFile);
  rpc::Endpoint& entries_endpoint = OfferBank(hosted, "BankEntriesService");
  auto& entries = hosted.Keep(std::make_shared<BankEntriesService>());
  entries_endpoint.On("GetBankEntry", &entries, &BankEntriesService::GetBankEntry);
  entries_endpoint.On("ListBankEntries", &entries, &BankEntriesService::ListBankEntries);
  entries_endpoint.On("MatchBankEntry", &entries, &BankEntriesService::MatchBankEntry);
  entries_endpoint.On("UnmatchBankEntry", &entries, &BankEntriesService::UnmatchBankEntry);
  entries_endpoint.On("LookAgain", &entries, &BankEntriesService::LookAgain, rpc::Crew::kSlow);
  entries_endpoint.On("GetDayDifference", &entries, &BankEntriesService::GetDayDifference,
                      rpc::Crew::kSlow);
}

}  // namespace

void InstallBank(rpc::Hosted& hosted) {
  rpc::Endpoint& accounts_endpoint = OfferBank(hosted, "BankAccountsService");
  auto& accounts = hosted.Keep(std::make_shared<BankAccountsService>());
  accounts_endpoint.On("CreateBankAccount", &accounts, &BankAccountsService::CreateBankAccount);
  accounts_endpoint.On("GetBankAccount", &accounts, &BankAccountsService::GetBankAccount);
  accounts_endpoint.On("ListBankAccounts", &accounts, &BankAccountsService::ListBankAccounts);
  accounts_endpoint.On("UpdateBankAccount", &accounts, &BankAccountsService::UpdateBankAccount);
  accounts_endpoint.On("CloseBankAccount", &accounts, &BankAccountsService::CloseBankAccount);
  InstallPayments(hosted);
  InstallCorrections(hosted);
  InstallFiles(hosted);
}

}  // namespace qianmo::ledger
