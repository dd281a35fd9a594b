// The end of a year: what came in and went out becomes the year's income (321), and that what is
// there to be distributed (322).
#pragma once

#include <map>
#include <vector>

#include "ledger/domain/voucher.h"

namespace qianmo::ledger {

// The lines of the voucher that does so, of all balances of the books, each on the side where its
// account grows; none when there is nothing to carry.
std::vector<VoucherLine> CarryLines(const std::map<AccountCode, Fen>& balances);

}  // namespace qianmo::ledger
