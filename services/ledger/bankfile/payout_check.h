// What a bank would refuse of a batch of payments, found before it is sent.
#pragma once

#include <vector>

#include "base/result.h"
#include "ledger/bankfile/payout.h"

namespace qianmo::ledger::bankfile {

Result<Done> CheckPayout(const PayoutProfile& profile, const PayoutHead& head,
                         const std::vector<PayoutItem>& items);

}  // namespace qianmo::ledger::bankfile
