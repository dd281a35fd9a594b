// pain.001.001.09: payments that we ask for, written and read.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bankfile/payout.h"

namespace qianmo::ledger::bankfile {

// What was checked by CheckPayout.
std::string WritePain001(const PayoutProfile& profile, const PayoutHead& head,
                         const std::vector<PayoutItem>& items);
Result<PayoutHead> ReadPain001(std::string_view bytes,
                               const std::function<void(const PayoutItem&)>& item,
                               const Limits& limits);

}  // namespace qianmo::ledger::bankfile
