#include "ledger/payout_store.h"

#include <map>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/sealed.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(BatchState::kCancelled) == v1::PayoutBatch::STATE_CANCELLED);

constexpr char kFileColumn[] = "payout_batch.file";

constexpr char kSelectBatch[] = R"(
  SELECT 'counties/' || b.county_id || '/payoutBatches/' || b.id AS name,
    'counties/' || b.county_id || '/bankAccounts/' || b.bank_account_id AS bank_account, b.state,
    b.execution_date, b.count, b.sum_fen,
    'counties/' || b.county_id || '/accounts/' || b.maker_id AS maker,
    'counties/' || b.county_id || '/accounts/' || b.checker_id AS checker, b.create_time,
    b.check_time, b.export_time, encode(b.file_sha256, 'hex') AS sha256,
    'counties/' || b.county_id || '/accounts/' || b.canceller_id AS canceller, b.cancel_time
  FROM ledger.payout_batch b WHERE b.county_id = $1)";

constexpr char kSelectItems[] =
    "SELECT a.id, a.payment_id, a.state, a.batch_id, p.payee_sealed, p.amount_fen, p.remittance"
    " FROM ledger.payment_attempt a JOIN ledger.payment p"
    "  ON p.county_id = a.county_id AND p.id = a.payment_id AND p.attempts = a.number"
    " WHERE a.county_id = $1";

BatchItem ItemIn(const pqxx::row& row, CountyId county, const crypto::Keyring& ring) {
  const auto payment = pg::Get<PaymentId>(row, "payment_id");
  return {.attempt = pg::Get<AttemptId>(row, "id"),
          .payment = payment,
          .payee = OpenPayee(ring, county, payment, pg::Get<pg::Bytes>(row, "payee_sealed")),
          .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
          .remittance = pg::Get<std::string>(row, "remittance")};
}

bool Waits(const pqxx::row& row) {
  return pg::Get<int>(row, "state") == static_cast<int>(AttemptState::kQueued) &&
         !pg::Get<std::optional<BatchId>>(row, "batch_id");
}

Result<BatchRow> SelectBatch(pg::Transaction& tx, CountyId county, BatchId id, const char* lock) {
  const auto rows =
      tx.Run(std::string("SELECT bank_account_id, state, maker_person, execution_date, create_time,"
                         "  count, sum_fen, file_sealed IS NOT NULL AS has_file"
                         " FROM ledger.payout_batch WHERE county_id = $1 AND id = $2") +
                 lock,
             county, id);
  if (rows.empty()) return refusals::PayoutBatchNotFound();
  const auto& row = rows[0];
  return BatchRow{.id = id,
                  .account = pg::Get<BankAccountId>(row, "bank_account_id"),
                  .facts = {.state = static_cast<BatchState>(pg::Get<int>(row, "state")),
                            .maker_person = pg::Get<Uuid>(row, "maker_person"),
                            .has_file = pg::Get<bool>(row, "has_file")},
                  .execution = pg::Get<Date>(row, "execution_date"),
                  .create_time = pg::Get<Time>(row, "create_time"),
                  .count = pg::Get<int>(row, "count"),
                  .sum = Fen(pg::Get<std::int64_t>(row, "sum_fen"))};
}

}  // namespace

std::vector<BatchItem> LockDue(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                               BankAccountId account, Time now,
                               const std::optional<PaymentId>& after, std::size_t most) {
  std::vector<BatchItem> items;
  for (const auto& row :
       tx.Run(std::string(kSelectItems) +
                  " AND a.state = 1 AND a.batch_id IS NULL AND p.bank_account_id = $2"
                  "  AND p.due_time <= $3 AND NOT EXISTS (SELECT FROM ledger.contradiction c"
                  "   WHERE c.county_id = p.county_id AND c.payment_id = p.id"
                  "    AND c.close_time IS NULL)"
                  "  AND NOT EXISTS (SELECT FROM ledger.payment_correction c"
                  "   WHERE c.county_id = p.county_id AND c.payment_id = p.id AND c.state = 1)"
                  "  AND ($5::uuid IS NULL OR p.id > $5::uuid)"
                  " ORDER BY a.payment_id LIMIT $4 FOR UPDATE OF p, a",
              county, account, now, static_cast<std::int64_t>(most), after)) {
    items.push_back(ItemIn(row, county, ring));
  }
  return items;
}

Result<std::vector<BatchItem>> LockWaiting(pg::Transaction& tx, CountyId county,
                                           const crypto::Keyring& ring, BankAccountId account,
                                           const std::vector<PaymentId>& payments) {
  std::map<PaymentId, BatchItem> found;
  for (const auto& row :
       tx.Run(std::string(kSelectItems) + " AND p.id = ANY ($2::uuid[]) AND p.bank_account_id = $3"
                                          " ORDER BY a.payment_id FOR UPDATE OF p, a",
              county, pg::Array(payments), account)) {
    BatchItem item = ItemIn(row, county, ring);
    if (!Waits(row)) return refusals::PaymentNotWaiting(PaymentName(county, item.payment));
    found.emplace(item.payment, std::move(item));
  }
  std::vector<BatchItem> items;
  for (const PaymentId payment : payments) {
    const auto item = found.find(payment);
    if (item == found.end()) return refusals::PaymentNotFound();
    items.push_back(item->second);
  }
  return items;
}

void InsertBatch(pg::Transaction& tx, CountyId county, const NewBatch& batch,
                 const std::vector<BatchItem>& items, Time now) {
  Fen sum;
  std::vector<AttemptId> attempts;
  std::vector<int> positions;
  for (const BatchItem& item : items) {
    sum += item.amount;
    attempts.push_back(item.attempt);
    positions.push_back(static_cast<int>(attempts.size()));
  }
  tx.Run(
      "INSERT INTO ledger.payout_batch (county_id, id, bank_account_id, state, execution_date,"
      "  count, sum_fen, maker_id, maker_person, create_time)"
      " VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9)",
      county, batch.id, batch.account, batch.execution, static_cast<int>(items.size()), sum.count(),
      batch.maker.account, batch.maker.person, now);
  tx.Run(
      "UPDATE ledger.payment_attempt a SET batch_id = $2, position = n.position, update_time = $3"
      " FROM unnest($4::uuid[], $5::integer[]) AS n (id, position)"
      " WHERE a.county_id = $1 AND a.id = n.id",
      county, batch.id, now, pg::Array(attempts), pg::Array(positions));
}

Result<BatchRow> FindBatch(pg::Transaction& tx, CountyId county, BatchId id) {
  return SelectBatch(tx, county, id, "");
}

Result<BatchRow> LockBatch(pg::Transaction& tx, CountyId county, BatchId id) {
  return SelectBatch(tx, county, id, " FOR UPDATE");
}

void LockItems(pg::Transaction& tx, CountyId county, BatchId id) {
  tx.Run(
      "SELECT FROM ledger.payment p JOIN ledger.payment_attempt a"
      "  ON a.county_id = p.county_id AND a.payment_id = p.id AND a.batch_id = $2"
      " WHERE p.county_id = $1 ORDER BY a.payment_id, a.id FOR UPDATE OF p, a",
      county, id);
}

std::vector<BatchItem> ItemsOf(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                               BatchId id) {
  std::vector<BatchItem> items;
  for (const auto& row :
       tx.Run(std::string(kSelectItems) + " AND a.batch_id = $2 ORDER BY a.position", county, id)) {
    items.push_back(ItemIn(row, county, ring));
  }
  return items;
}

void SetBatchApproved(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, BatchId id,
                      std::string_view file, const Hand& checker, Time now) {
  const std::string sealed = SealValue(ring, kFileColumn, county, id.uuid, file);
  const auto digest = crypto::Sha256(file);
  tx.Run(
      "UPDATE ledger.payout_batch SET state = 2, checker_id = $3, checker_person = $4,"
      "  check_time = $5, file_sealed = $6, file_sha256 = $7"
      " WHERE county_id = $1 AND id = $2",
      county, id, checker.account, checker.person, now, pg::Bytes{sealed},
      pg::Bytes{AsText(digest)});
}

void SetBatchCancelled(pg::Transaction& tx, CountyId county, BatchId id, const Uuid& canceller,
                       Time now) {
  tx.Run(
      "UPDATE ledger.payout_batch SET state = 4, canceller_id = $3, cancel_time = $4"
      " WHERE county_id = $1 AND id = $2",
      county, id, canceller, now);
  tx.Run(
      "UPDATE ledger.payment_attempt SET batch_id = NULL, position = NULL, update_time = $3"
      " WHERE county_id = $1 AND batch_id = $2",
      county, id, now);
}

void SetBatchExported(pg::Transaction& tx, CountyId county, BatchId id, Time now) {
  tx.Run(
      "UPDATE ledger.payout_batch SET state = 3, export_time = $3"
      " WHERE county_id = $1 AND id = $2",
      county, id, now);
  tx.Run(
      "UPDATE ledger.payment p SET state = 2 FROM ledger.payment_attempt a"
      " WHERE p.county_id = $1 AND a.county_id = $1 AND a.batch_id = $2 AND p.id = a.payment_id",
      county, id);
  tx.Run(
      "UPDATE ledger.payment_attempt SET state = 2, update_time = $3"
      " WHERE county_id = $1 AND batch_id = $2",
      county, id, now);
}

Result<std::string> FileOfBatch(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                                BatchId id) {
  const auto rows = tx.Run(
      "SELECT file_sealed FROM ledger.payout_batch"
      " WHERE county_id = $1 AND id = $2 AND state = 3",
      county, id);
  if (rows.empty()) return refusals::PayoutBatchNotExported();
  return OpenValue(ring, kFileColumn, county, id.uuid, pg::Get<pg::Bytes>(rows[0], "file_sealed"));
}

v1::PayoutBatch ReadBatch(pg::Transaction& tx, CountyId county, BatchId id) {
  auto batch = pg::ReadOne<v1::PayoutBatch>(
      tx.Run(std::string(kSelectBatch) + " AND b.id = $2", county, id));
  return *std::move(batch);
}

google::protobuf::RepeatedPtrField<v1::PayoutBatch> ListBatchesOf(pg::Transaction& tx,
                                                                  CountyId county,
                                                                  BankAccountId account,
                                                                  const std::optional<Uuid>& after,
                                                                  int limit) {
  google::protobuf::RepeatedPtrField<v1::PayoutBatch> batches;
  pg::ReadAll(tx.Run(std::string(kSelectBatch) +
                         " AND b.bank_account_id = $2 AND ($3::uuid IS NULL OR b.id > $3::uuid)"
                         " ORDER BY b.id LIMIT $4",
                     county, account, after, limit),
              &batches);
  return batches;
}

}  // namespace qianmo::ledger
