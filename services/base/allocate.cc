#include "base/allocate.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "base/exact.h"

namespace qianmo {
namespace {

Refusal NoWeight() {
  return Refusal{Refusal::Kind::kPrecondition, "NO_WEIGHT",
                 "there is an amount to split but no weight above zero"};
}

void RequireNotNegative(std::int64_t value, const char* what) {
  if (value < 0) throw std::invalid_argument(what);
}

struct Remainder {
  Int128 size;
  const Claim* claim;
  Fen* part;
};

bool Precedes(const Remainder& a, const Remainder& b) {
  if (a.size != b.size) return a.size > b.size;
  return a.claim->tie_key < b.claim->tie_key;
}

// One fen each to the first `count` in the order of Precedes; fewer than all of them.
void GiveRemainingFen(std::vector<Remainder>& remainders, std::int64_t count) {
  const auto last = remainders.begin() + count;
  std::nth_element(remainders.begin(), last, remainders.end(), Precedes);
  for (auto winner = remainders.begin(); winner != last; ++winner) {
    if (!Precedes(*winner, *last)) throw std::invalid_argument("two claims have one tie key");
    *winner->part += Fen(1);
  }
}

}  // namespace

Result<std::vector<Fen>> Allocate(Fen total, std::span<const Claim> claims) {
  RequireNotNegative(total.count(), "a negative total cannot be split");
  Int128 weights = 0;
  for (const Claim& claim : claims) {
    RequireNotNegative(claim.weight, "a weight cannot be negative");
    weights += claim.weight;
  }
  std::vector<Fen> parts(claims.size());
  if (total == Fen(0)) return parts;
  if (weights == 0) return NoWeight();

  std::vector<Remainder> remainders;
  remainders.reserve(claims.size());
  Fen remaining = total;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Int128 product = Int128{total.count()} * claims[i].weight;
    parts[i] = Fen(Narrow(product / weights));
    remaining -= parts[i];
    remainders.push_back({product - parts[i].count() * weights, &claims[i], &parts[i]});
  }
  if (remaining > Fen(0)) GiveRemainingFen(remainders, remaining.count());
  return parts;
}

Result<PricedSplit> AllocateByPrice(Fen total, std::span<const Units> holdings) {
  RequireNotNegative(total.count(), "a negative total cannot be split");
  Int128 units = 0;
  for (const Units& holding : holdings) {
    RequireNotNegative(holding.count(), "a holding cannot be negative");
    units += holding.count();
  }
  PricedSplit split{Fen(0), std::vector<Fen>(holdings.size()), total};
  if (total == Fen(0)) return split;
  if (units == 0) return NoWeight();

  split.price_per_share = Fen(MulDivFloor(total.count(), kUnitsPerShare, units));
  for (std::size_t i = 0; i < holdings.size(); ++i) {
    split.parts[i] =
        Fen(MulDivFloor(holdings[i].count(), split.price_per_share.count(), kUnitsPerShare));
    split.residue -= split.parts[i];
  }
  return split;
}

}  // namespace qianmo
