#include "ledger/payment_withdrawal_store.h"

#include "ledger/correction_store.h"
#include "pg/row.h"

namespace qianmo::ledger {

bool HasLeft(pg::Transaction& tx, CountyId county, PaymentId id) {
  // The payment first: another attempt may be made while one waits for it.
  LockPayment(tx, county, id).value();
  const auto rows = tx.Run(
      "SELECT a.state, a.batch_id IS NOT NULL AS batched"
      " FROM ledger.payment p JOIN ledger.payment_attempt a ON a.county_id = p.county_id"
      "  AND a.payment_id = p.id AND a.number = p.attempts"
      " WHERE p.county_id = $1 AND p.id = $2 FOR UPDATE OF a",
      county, id);
  // What is told in two ways may have been paid, whatever the state is.
  if (!CheckMayLeave(StopsOf(tx, county, {id}))) return true;
  const auto& row = rows.at(0);
  const auto state = static_cast<AttemptState>(pg::Get<int>(row, "state"));
  if (state == AttemptState::kQueued) return pg::Get<bool>(row, "batched");
  return state != AttemptState::kRejected && state != AttemptState::kReturned;
}

void WithdrawPayment(pg::Transaction& tx, CountyId county, PaymentId id, const std::string& reason,
                     Time now) {
  const auto waiting = tx.Run(
      "UPDATE ledger.payment_attempt SET state = 8, reason = $3, update_time = $4"
      " WHERE county_id = $1 AND payment_id = $2 AND state = 1 RETURNING id",
      county, id, reason, now);
  tx.Run(
      "UPDATE ledger.payment SET state = 8, attempts = attempts + $3, paid_time = NULL"
      " WHERE county_id = $1 AND id = $2",
      county, id, waiting.empty() ? 1 : 0);
  if (!waiting.empty()) return;
  // What the bank refused or gave back stays told; the next try is none.
  tx.Run(
      "INSERT INTO ledger.payment_attempt (county_id, id, payment_id, number, state, reason_code,"
      "  reason, bank_reference, create_time, update_time)"
      " SELECT $1, $3, id, attempts, 8, '', $4, '', $5, $5 FROM ledger.payment"
      " WHERE county_id = $1 AND id = $2",
      county, id, AttemptId::Make(now), reason, now);
}

}  // namespace qianmo::ledger
