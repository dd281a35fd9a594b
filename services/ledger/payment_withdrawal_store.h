// Payments that are not to be made after all.
#pragma once

#include "ledger/payment_store.h"

namespace qianmo::ledger {

// Whether the bank has it, or may have it, or a batch that may go to the bank; it stays as it is
// until the transaction ends. It must exist.
bool HasLeft(pg::Transaction& tx, CountyId county, PaymentId id);
// One that has not left, which is locked: no try is made any more.
void WithdrawPayment(pg::Transaction& tx, CountyId county, PaymentId id, const std::string& reason,
                     Time now);

}  // namespace qianmo::ledger
