#include "registry/domain/unit_charter.h"

#include "registry/domain/unit_refusals.h"

namespace qianmo::registry {

Result<Done> CheckCharter(const UnitCharter& charter) {
  if (charter.transfer_cap <= Fraction() || charter.transfer_cap > Fraction(1, 1)) {
    return refusals::CapOutOfRange(charter.transfer_cap);
  }
  if (charter.house_fen_per_share && *charter.house_fen_per_share <= Fen()) {
    return refusals::HouseRateOutOfRange();
  }
  return Done{};
}

Result<Done> CheckCap(const UnitCharter& charter, Units held, Units total) {
  const Int128 wanted = Int128{held.count()} * charter.transfer_cap.denominator();
  const Int128 allowed = Int128{total.count()} * charter.transfer_cap.numerator();
  if (wanted > allowed) return refusals::HoldingOverCap(charter.transfer_cap, held, total);
  return Done{};
}

}  // namespace qianmo::registry
