#include "ledger/domain/spread_refusals.h"

#include <utility>

namespace qianmo::ledger::refusals {
namespace {

Refusal OfSpread(std::string reason, std::string message) {
  return {Refusal::Kind::kPrecondition, std::move(reason), std::move(message)};
}

Refusal OfSpreadField(const std::string& field, std::string reason, std::string description) {
  Refusal refusal = Refusal::InvalidField(field, std::move(description));
  refusal.reason = std::move(reason);
  return refusal;
}

}  // namespace

Refusal SpreadNotFound() {
  return {Refusal::Kind::kNotFound, "SPREAD_NOT_FOUND", "There is no such spread."};
}

Refusal SpreadExists() {
  return {Refusal::Kind::kExists, "SPREAD_EXISTS", "This line is spread already."};
}

Refusal SpreadVoucherUnfit() {
  return OfSpread("SPREAD_VOUCHER_UNFIT",
                  "Only what a line of a posted voucher credits to 211 is spread.");
}

Refusal SpreadDaysUnfit(int most_years) {
  return OfSpreadField("spread.last_date", "SPREAD_DAYS_UNFIT",
                       "The last day is not before the first, nor too long after it.")
      .With("most_years", std::to_string(most_years));
}

Refusal SpreadTooFine() {
  return OfSpreadField("spread.method", "SPREAD_TOO_FINE", "A part would be less than a fen.");
}

Refusal SpreadAccountUnfit() {
  return OfSpreadField("spread.income_account", "SPREAD_ACCOUNT_UNFIT", "This is no income.");
}

Refusal SpreadEnded() { return OfSpread("SPREAD_ENDED", "The spread is over."); }

Refusal SpreadIsIncome(const std::string& spread, Fen posted) {
  return OfSpread("SPREAD_IS_INCOME",
                  "Parts of this rent are income already: take their vouchers back first.")
      .With("spread", spread)
      .With("posted_fen", std::to_string(posted.count()));
}

Refusal SpreadPartWaits() {
  return OfSpread("SPREAD_PART_WAITS", "A part waits for its approval: end that first.");
}

}  // namespace qianmo::ledger::refusals
