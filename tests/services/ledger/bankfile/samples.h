// One whole file of each kind.
#pragma once

#include <string>
#include <vector>

#include "ledger/bankfile/payout.h"
#include "ledger/bankfile/profile.h"

namespace qianmo::ledger::bankfile {

Profile RuralBank();
Profile LargeBank();

std::string RuralStatement();
std::string LargeStatement();
std::string CamtStatement();
std::string XmlResults();
std::string RuralResults();

std::vector<PayoutItem> SomePayouts();
// With the count and the sum of these.
PayoutHead PayoutHeadOf(const std::vector<PayoutItem>& items);

}  // namespace qianmo::ledger::bankfile
