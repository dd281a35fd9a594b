// The number of a virtual sub-account inside of a text.
#pragma once

#include <string>
#include <string_view>

#include "ledger/bankfile/profile.h"

namespace qianmo::ledger::bankfile {

// The digits behind the rule's prefix (and blanks or a colon), exactly as many as it says; empty
// when there are none, or two different ones. Only for rules of kRemittance.
std::string FindSubAccount(std::string_view text, const SubAccountRule& rule);

}  // namespace qianmo::ledger::bankfile
