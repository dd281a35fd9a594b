// What a collective's charter says of its units.
#pragma once

#include <optional>

#include "base/fraction.h"
#include "base/money.h"
#include "base/result.h"
#include "base/share.h"

namespace qianmo::registry {

struct UnitCharter {
  // After a transfer nobody holds more than this part of all units; 1 is no limit.
  Fraction transfer_cap{1, 1};
  // A heir who is no member may hold units, with the income and without a vote.
  bool heirs_without_vote = false;
  // What a house must be worth to become one share; none: no houses (房屋入股) are taken.
  std::optional<Fen> house_fen_per_share = {};
};

// Refuses CAP_OUT_OF_RANGE, HOUSE_RATE_OUT_OF_RANGE.
Result<Done> CheckCharter(const UnitCharter& charter);

// `total` are the units of all kinds in the collective; `held` those of the taker, of all kinds,
// after the transfer. Refuses HOLDING_OVER_CAP.
Result<Done> CheckCap(const UnitCharter& charter, Units held, Units total);

}  // namespace qianmo::registry
