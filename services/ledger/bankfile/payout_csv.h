// Payments that we ask for, as the table that a bank's profile describes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bankfile/payout.h"

namespace qianmo::ledger::bankfile {

// What was checked by CheckPayout.
Result<std::string> WritePayoutCsv(const PayoutProfile& profile, const PayoutHead& head,
                                   const std::vector<PayoutItem>& items);
Result<PayoutHead> ReadPayoutCsv(const PayoutProfile& profile, std::string_view bytes,
                                 const std::function<void(const PayoutItem&)>& item,
                                 const Limits& limits);
// Whether the payee's account is at the bank itself (本行): its code begins as the bank's does.
bool IsOwnBank(const PayoutProfile& profile, const Payee& payee);

}  // namespace qianmo::ledger::bankfile
