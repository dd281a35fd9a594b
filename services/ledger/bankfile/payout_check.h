// What a bank would refuse of a batch of payments, found before it is sent.
#pragma once

#include <vector>

#include "base/result.h"
#include "ledger/bankfile/payout.h"

namespace qianmo::ledger::bankfile {

// Items that the bank cannot write, by their places; the profile must be one that works.
struct ItemFault {
  std::size_t index;
  Refusal refusal;
};
std::vector<ItemFault> FaultsOf(const PayoutProfile& profile, const std::vector<PayoutItem>& items);

Result<Done> CheckPayout(const PayoutProfile& profile, const PayoutHead& head,
                         const std::vector<PayoutItem>& items);

}  // namespace qianmo::ledger::bankfile
