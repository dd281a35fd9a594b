// What spreads refuse.
#pragma once

#include <string>

#include "base/money.h"
#include "base/refusal.h"

namespace qianmo::ledger::refusals {

Refusal SpreadNotFound();
// Another one spreads the line.
Refusal SpreadExists();
// A voucher that is not posted or is taken back, or a line of it that does not credit 211, or of
// which everything is income already.
Refusal SpreadVoucherUnfit();
Refusal SpreadDaysUnfit(int most_years);
// A part would be less than a fen.
Refusal SpreadTooFine();
// An account that is no income.
Refusal SpreadAccountUnfit();
Refusal SpreadEnded();
// Of a voucher that would be taken back: so much of what it brought is income already.
Refusal SpreadIsIncome(const std::string& spread, Fen posted);
// A part of it was drafted and is neither posted nor given back.
Refusal SpreadPartWaits();

}  // namespace qianmo::ledger::refusals
