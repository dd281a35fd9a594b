#include "ledger/payouts_service.h"

#include "ledger/bank_callers.h"
#include "ledger/bankfile/payout.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/payout_store.h"
#include "rpc/content.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

Result<BatchId> BatchAtHome(rpc::Call& call, const std::string& name) {
  return rpc::IdAtHome<BatchTag>(call, "counties/*/payoutBatches/*", name, "name");
}

Result<std::vector<PaymentId>> ParsePayments(rpc::Call& call,
                                             const v1::CreatePayoutBatchRequest& request) {
  std::vector<PaymentId> payments;
  for (int i = 0; i < request.payments_size(); ++i) {
    QM_ASSIGN(const PaymentId id,
              rpc::IdAtHome<PaymentTag>(call, "counties/*/payments/*", request.payments(i),
                                        "payments[" + std::to_string(i) + "]"));
    payments.push_back(id);
  }
  return payments;
}

// The batch under the 32 digits of its id: the bank takes each once.
std::string MessageIdOf(BatchId id) {
  std::string digits = id.ToString();
  std::erase(digits, '-');
  return digits;
}

struct PayoutTerms {
  BatchId id;
  Time created;
  Date execution;
};

// The bytes for the bank, which were read back and summed again.
Result<std::string> MakeFile(const BankAccountRow& account, const PayoutTerms& terms,
                             const std::vector<BatchItem>& items) {
  QM_ASSIGN(const bankfile::Profile profile, ProfileOf(account));
  bankfile::PayoutHead head{.id = MessageIdOf(terms.id),
                            .created = std::chrono::floor<std::chrono::seconds>(terms.created),
                            .execution = terms.execution,
                            .payer_name = account.display_name,
                            .payer_account = account.number,
                            .sum = Fen()};
  std::vector<bankfile::PayoutItem> all;
  for (const BatchItem& item : items) {
    all.push_back({.end_to_end_id = EndToEndId(item.attempt),
                   .amount = item.amount,
                   .payee = {.name = item.payee.name,
                             .account = item.payee.account_number,
                             .bank_code = item.payee.bank_code,
                             .bank_name = item.payee.bank_name},
                   .remittance = item.remittance});
    ++head.count;
    head.sum += item.amount;
  }
  return bankfile::WritePayout(profile.payout, head, all);
}

struct TouchedBatch {
  BatchRow batch;
  BankAccountRow account;
};
Result<TouchedBatch> TouchBatch(rpc::Call& call, pg::Transaction& tx, Result<BatchRow> found) {
  QM_ASSIGN(BatchRow batch, std::move(found));
  QM_ASSIGN(TouchedAccount touched, TouchAccount(call, tx, batch.account));
  return TouchedBatch{std::move(batch), std::move(touched.account)};
}

}  // namespace

Result<v1::PayoutBatch> PayoutsService::CreatePayoutBatch(
    rpc::Call& call, const v1::CreatePayoutBatchRequest& request) {
  QM_ASSIGN(const BankAccountId id, BankAccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const std::vector<PaymentId> payments, ParsePayments(call, request));
  const Date today = BeijingDate(call.now());
  Date execution = today;
  if (request.has_execution_date()) {
    QM_ASSIGN(execution, rpc::ParseDay("execution_date", request.execution_date()));
  }
  QM_TRY(CheckExecutionDate(execution, today));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PayoutBatch> {
    QM_ASSIGN(const TouchedAccount touched, TouchOpenAccount(call, tx, id));
    QM_ASSIGN(const bankfile::Profile profile, ProfileOf(touched.account));
    const auto most = static_cast<std::size_t>(profile.payout.most_items);
    if (payments.size() > most) return refusals::PayoutBatchTooLong(most);
    auto locked = payments.empty()
                      ? LockDue(tx, call.county(), *call.keyring(), id, call.now(), most)
                      : LockWaiting(tx, call.county(), *call.keyring(), id, payments);
    QM_ASSIGN(const std::vector<BatchItem> items, std::move(locked));
    if (items.empty()) return refusals::PayoutBatchEmpty();
    const NewBatch batch{.id = BatchId::Make(call.now()),
                         .account = id,
                         .execution = execution,
                         .maker = HandOf(call)};
    // What the bank cannot take is refused while somebody can still put it right.
    QM_TRY(MakeFile(touched.account, {batch.id, call.now(), execution}, items));
    InsertBatch(tx, call.county(), batch, items, call.now());
    return ReadBatch(tx, call.county(), batch.id);
  });
}

Result<v1::PayoutBatch> PayoutsService::GetPayoutBatch(rpc::Call& call,
                                                       const v1::GetPayoutBatchRequest& request) {
  QM_ASSIGN(const BatchId id, BatchAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::PayoutBatch> {
    QM_TRY(TouchBatch(call, tx, FindBatch(tx, call.county(), id)));
    return ReadBatch(tx, call.county(), id);
  });
}

Result<v1::ListPayoutBatchesResponse> PayoutsService::ListPayoutBatches(
    rpc::Call& call, const v1::ListPayoutBatchesRequest& request) {
  QM_ASSIGN(const BankAccountId account, BankAccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListPayoutBatchesResponse> {
    QM_TRY(TouchAccount(call, tx, account));
    v1::ListPayoutBatchesResponse response;
    *response.mutable_payout_batches() =
        ListBatchesOf(tx, call.county(), account, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_payout_batches()));
    return response;
  });
}

Result<v1::PayoutBatch> PayoutsService::ApprovePayoutBatch(
    rpc::Call& call, const v1::ApprovePayoutBatchRequest& request) {
  QM_ASSIGN(const BatchId id, BatchAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PayoutBatch> {
    QM_ASSIGN(const TouchedBatch touched, TouchBatch(call, tx, LockBatch(tx, call.county(), id)));
    QM_TRY(DecideApproveBatch(touched.batch.facts, rpc::PersonOf(call)));
    SetBatchApproved(tx, call.county(), id, HandOf(call), call.now());
    return ReadBatch(tx, call.county(), id);
  });
}

Result<v1::PayoutBatch> PayoutsService::CancelPayoutBatch(
    rpc::Call& call, const v1::CancelPayoutBatchRequest& request) {
  QM_ASSIGN(const BatchId id, BatchAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PayoutBatch> {
    QM_ASSIGN(const TouchedBatch touched, TouchBatch(call, tx, LockBatch(tx, call.county(), id)));
    QM_TRY(DecideCancelBatch(touched.batch.facts));
    SetBatchCancelled(tx, call.county(), id, HandOf(call), call.now());
    return ReadBatch(tx, call.county(), id);
  });
}

Result<v1::PayoutBatch> PayoutsService::ExportPayoutFile(
    rpc::Call& call, const v1::ExportPayoutFileRequest& request) {
  QM_ASSIGN(const BatchId id, BatchAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PayoutBatch> {
    QM_ASSIGN(const TouchedBatch touched, TouchBatch(call, tx, LockBatch(tx, call.county(), id)));
    const BatchRow& batch = touched.batch;
    QM_TRY(DecideExportBatch(batch.facts));
    if (batch.facts.state == BatchState::kApproved) {
      QM_ASSIGN(const std::string file,
                MakeFile(touched.account, {id, batch.create_time, batch.execution},
                         ItemsOf(tx, call.county(), *call.keyring(), id)));
      SetBatchExported(tx, call.county(), *call.keyring(), id, file, call.now());
    }
    return ReadBatch(tx, call.county(), id);
  });
}

Result<google::api::HttpBody> PayoutsService::DownloadPayoutFile(
    rpc::Call& call, const v1::DownloadPayoutFileRequest& request) {
  QM_ASSIGN(const BatchId id, BatchAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
    QM_TRY(TouchBatch(call, tx, FindBatch(tx, call.county(), id)));
    QM_ASSIGN(std::string content, FileOfBatch(tx, call.county(), *call.keyring(), id));
    const bool is_xml = content.starts_with("<");
    const rpc::MadeContent file{
        .file_name = "payout-" + MessageIdOf(id) + (is_xml ? ".xml" : ".csv"),
        .content_type = is_xml ? "application/xml" : "text/csv",
        .bytes = std::move(content)};
    return rpc::WindowOf(file, request.window());
  });
}

}  // namespace qianmo::ledger
