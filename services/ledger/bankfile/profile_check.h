// Whether a profile can work at all.
#pragma once

#include "base/result.h"
#include "ledger/bankfile/profile.h"

namespace qianmo::ledger::bankfile {

// Refuse PROFILE_MALFORMED.
Result<Done> CheckProfile(const StatementProfile& profile);
Result<Done> CheckProfile(const PayoutProfile& profile);
// The code of the bank may be missing, but not be wrong.
Result<Done> CheckButForCode(const PayoutProfile& profile);
Result<Done> CheckProfile(const ResultProfile& profile);

// 12 digits, as banks have them in the payment system (联行号).
bool IsBankCode(std::string_view text);

}  // namespace qianmo::ledger::bankfile
