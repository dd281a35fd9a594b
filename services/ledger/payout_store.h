// Batches of payments for a bank in the database.
#pragma once

#include "ledger/bank_report_store.h"
#include "ledger/domain/payout.h"
#include "qianmo/ledger/v1/payouts.pb.h"

namespace qianmo::ledger {

using BatchId = Id<struct BatchTag>;

// An attempt on its way into a batch, or in it.
struct BatchItem {
  AttemptId attempt;
  PaymentId payment;
  Payee payee;
  Fen amount;
  std::string remittance;
};

// Those that wait to be sent and are due, the oldest first, and that nothing keeps here; held until
// the transaction ends.
std::vector<BatchItem> LockDue(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                               BankAccountId account, Time now,
                               const std::optional<PaymentId>& after, std::size_t most);
// These, in this order. Refuses PAYMENT_NOT_FOUND, PAYMENT_NOT_WAITING.
Result<std::vector<BatchItem>> LockWaiting(pg::Transaction& tx, CountyId county,
                                           const crypto::Keyring& ring, BankAccountId account,
                                           const std::vector<PaymentId>& payments);

struct NewBatch {
  BatchId id;
  BankAccountId account;
  Date execution;
  Hand maker;
};
void InsertBatch(pg::Transaction& tx, CountyId county, const NewBatch& batch,
                 const std::vector<BatchItem>& items, Time now);

struct BatchRow {
  BatchId id;
  BankAccountId account;
  BatchFacts facts;
  Date execution;
  Time create_time;
  int count;
  Fen sum;
};
// Refuse PAYOUT_BATCH_NOT_FOUND. Locked until the transaction ends.
Result<BatchRow> FindBatch(pg::Transaction& tx, CountyId county, BatchId id);
Result<BatchRow> LockBatch(pg::Transaction& tx, CountyId county, BatchId id);
// Its payments, so that nothing becomes known of them meanwhile.
void LockItems(pg::Transaction& tx, CountyId county, BatchId id);
// In the order of its file.
std::vector<BatchItem> ItemsOf(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                               BatchId id);

void SetBatchApproved(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, BatchId id,
                      std::string_view file, const Hand& checker, Time now);
// Its payments wait again.
void SetBatchCancelled(pg::Transaction& tx, CountyId county, BatchId id, const Uuid& canceller,
                       Time now);
// Its payments count as sent.
void SetBatchExported(pg::Transaction& tx, CountyId county, BatchId id, Time now);
// What was made when it was approved. Refuses PAYOUT_BATCH_NOT_EXPORTED.
Result<std::string> FileOfBatch(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                BatchId id);

// As people see it. It must exist.
v1::PayoutBatch ReadBatch(pg::Transaction& tx, CountyId county, BatchId id);
google::protobuf::RepeatedPtrField<v1::PayoutBatch> ListBatchesOf(pg::Transaction& tx,
                                                                  CountyId county,
                                                                  BankAccountId account,
                                                                  const std::optional<Uuid>& after,
                                                                  int limit);

}  // namespace qianmo::ledger
