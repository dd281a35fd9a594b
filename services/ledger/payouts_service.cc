#include "ledger/payouts_service.h"

#include <algorithm>
#include <stdexcept>

#include "ledger/bank_callers.h"
#include "ledger/bankfile/payout.h"
#include "ledger/bankfile/payout_check.h"
#include "ledger/correction_store.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/payout_store.h"
#include "rpc/content.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

constexpr std::size_t kMostLeftOut = 200;  // that an answer tells

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

bankfile::PayoutItem ItemFor(const BatchItem& item) {
  return {.end_to_end_id = EndToEndId(item.attempt),
          .amount = item.amount,
          .payee = {.name = item.payee.name,
                    .account = item.payee.account_number,
                    .bank_code = item.payee.bank_code,
                    .bank_name = item.payee.bank_name},
          .remittance = item.remittance};
}

std::vector<bankfile::PayoutItem> ItemsFor(const std::vector<BatchItem>& items) {
  std::vector<bankfile::PayoutItem> all;
  std::ranges::transform(items, std::back_inserter(all), ItemFor);
  return all;
}

// The bytes for the bank, which were read back and summed again.
Result<std::string> MakeFile(const BankAccountRow& account, const bankfile::Profile& profile,
                             const PayoutTerms& terms, const std::vector<BatchItem>& items) {
  bankfile::PayoutHead head{.id = MessageIdOf(terms.id),
                            .created = std::chrono::floor<std::chrono::seconds>(terms.created),
                            .execution = terms.execution,
                            .payer_name = account.display_name,
                            .payer_account = account.number,
                            .sum = Fen()};
  for (const BatchItem& item : items) {
    ++head.count;
    head.sum += item.amount;
  }
  return bankfile::WritePayout(profile.payout, head, ItemsFor(items));
}

// What goes into a batch, and what is due and the bank cannot write.
struct Gathered {
  std::vector<BatchItem> items;
  std::vector<v1::LeftOutPayment> left_out;
  std::optional<Refusal> first_fault = {};  // why the first of them was left out
};

v1::LeftOutPayment LeftOut(CountyId county, const BatchItem& item, const Refusal& refusal) {
  v1::LeftOutPayment left_out;
  left_out.set_payment(PaymentName(county, item.payment));
  left_out.set_reason(refusal.reason);
  for (const auto& [key, value] : refusal.metadata) {
    if (key == "field") left_out.set_field(value);
  }
  return left_out;
}

// The oldest that are due, as many as one file takes: one payee that cannot be written does not
// keep the others.
Gathered GatherDue(rpc::Call& call, pg::Transaction& tx, BankAccountId account,
                   const bankfile::PayoutProfile& profile) {
  const auto most = static_cast<std::size_t>(profile.most_items);
  Gathered gathered;
  std::optional<PaymentId> after;
  while (gathered.items.size() < most) {
    const std::vector<BatchItem> due = LockDue(tx, call.county(), *call.keyring(), account,
                                               call.now(), after, most - gathered.items.size());
    if (due.empty()) break;
    after = due.back().payment;
    std::size_t next = 0;
    for (const bankfile::ItemFault& fault : bankfile::FaultsOf(profile, ItemsFor(due))) {
      for (; next < fault.index; ++next) gathered.items.push_back(due[next]);
      ++next;
      if (!gathered.first_fault) gathered.first_fault = fault.refusal;
      if (gathered.left_out.size() < kMostLeftOut) {
        gathered.left_out.push_back(LeftOut(call.county(), due[fault.index], fault.refusal));
      }
    }
    for (; next < due.size(); ++next) gathered.items.push_back(due[next]);
  }
  return gathered;
}

Result<Gathered> GatherNamed(rpc::Call& call, pg::Transaction& tx, BankAccountId account,
                             const std::vector<PaymentId>& payments) {
  QM_ASSIGN(std::vector<BatchItem> items,
            LockWaiting(tx, call.county(), *call.keyring(), account, payments));
  QM_TRY(CheckMayLeave(StopsOf(tx, call.county(), payments)));
  return Gathered{std::move(items), {}};
}

// Nothing of a batch, whose payments are locked, is kept here.
Result<std::vector<BatchItem>> ItemsThatMayLeave(rpc::Call& call, pg::Transaction& tx,
                                                 const BatchRow& batch) {
  LockItems(tx, call.county(), batch.id);
  std::vector<BatchItem> items = ItemsOf(tx, call.county(), *call.keyring(), batch.id);
  std::vector<PaymentId> payments;
  Fen sum;
  for (const BatchItem& item : items) {
    payments.push_back(item.payment);
    sum += item.amount;
  }
  if (std::ssize(items) != batch.count || sum != batch.sum) {
    throw std::logic_error("a batch is not what it was when it was made");
  }
  QM_TRY(CheckMayLeave(StopsOf(tx, call.county(), payments)));
  return items;
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
    auto found = payments.empty() ? Result(GatherDue(call, tx, id, profile.payout))
                                  : GatherNamed(call, tx, id, payments);
    QM_ASSIGN(const Gathered gathered, std::move(found));
    const std::vector<BatchItem>& items = gathered.items;
    if (items.empty()) return gathered.first_fault.value_or(refusals::PayoutBatchEmpty());
    const NewBatch batch{.id = BatchId::Make(call.now()),
                         .account = id,
                         .execution = execution,
                         .maker = HandOf(call)};
    // What the bank cannot take is refused while somebody can still put it right.
    QM_TRY(MakeFile(touched.account, profile, {batch.id, call.now(), execution}, items));
    InsertBatch(tx, call.county(), batch, items, call.now());
    v1::PayoutBatch made = ReadBatch(tx, call.county(), batch.id);
    for (const v1::LeftOutPayment& one : gathered.left_out) *made.add_left_out() = one;
    return made;
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
    const BatchRow& batch = touched.batch;
    QM_TRY(DecideApproveBatch(batch.facts, rpc::PersonOf(call)));
    QM_TRY(CheckExecutionDate(batch.execution, BeijingDate(call.now())));
    QM_ASSIGN(const std::vector<BatchItem> items, ItemsThatMayLeave(call, tx, batch));
    QM_ASSIGN(const bankfile::Profile profile, ProfileOf(touched.account));
    QM_ASSIGN(const std::string file,
              MakeFile(touched.account, profile, {id, batch.create_time, batch.execution}, items));
    SetBatchApproved(tx, call.county(), *call.keyring(), id, file, HandOf(call), call.now());
    return ReadBatch(tx, call.county(), id);
  });
}

Result<v1::PayoutBatch> PayoutsService::CancelPayoutBatch(
    rpc::Call& call, const v1::CancelPayoutBatchRequest& request) {
  QM_ASSIGN(const BatchId id, BatchAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PayoutBatch> {
    QM_ASSIGN(const TouchedBatch touched, TouchBatch(call, tx, LockBatch(tx, call.county(), id)));
    QM_TRY(DecideCancelBatch(touched.batch.facts));
    SetBatchCancelled(tx, call.county(), id, rpc::AccountOf(call), call.now());
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
      QM_TRY(ItemsThatMayLeave(call, tx, batch));
      SetBatchExported(tx, call.county(), id, call.now());
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
