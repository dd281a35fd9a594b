// The one division of the house: splits an amount so that every fen is accounted for.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/money.h"
#include "base/result.h"
#include "base/share.h"

namespace qianmo {

struct Claim {
  std::int64_t weight = 0;
  // Bytes that order claims whose remainders are equal, the smaller first; different for each
  // claim, e.g. SHA-256(run id ‖ household id) ‖ household id. Must outlive the call.
  std::string_view tie_key;
};

// Mode B, exact: part i is ⌊total × w_i ÷ Σw⌋, and the fen that remain go one each to the largest
// remainders. The parts sum to `total`, each is within one fen of its ideal, a zero weight gets
// nothing, and the parts depend on the set of claims only, not on their order. O(n) expected.
// Refuses NO_WEIGHT when there is something to split and nobody to get it. Throws
// std::invalid_argument for a negative total or weight, and when two claims with one tie key
// contend for the last fen: it would have to guess.
Result<std::vector<Fen>> Allocate(Fen total, std::span<const Claim> claims);

// Mode A, can be checked by hand: one price per share, ⌊100 × total ÷ Σu⌋ fen; a holder gets
// ⌊u × price ÷ 100⌋; what is left stays undistributed.
struct PricedSplit {
  Fen price_per_share;
  std::vector<Fen> parts;
  Fen residue;  // total − Σ parts
};

// Refuses and throws as Allocate does (there are no ties); a price beyond 64 bits is an overflow.
Result<PricedSplit> AllocateByPrice(Fen total, std::span<const Units> holdings);

}  // namespace qianmo
