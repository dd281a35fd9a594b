#include "ledger/bankfile/sightings.h"

#include <utility>

namespace qianmo::ledger::bankfile {

std::int64_t Sightings::See(std::uint64_t hash) {
  if (hash == 0) hash = 1;
  if (Insert(hash)) return 0;
  return ++again_[hash];
}

bool Sightings::Insert(std::uint64_t hash) {
  if (2 * (taken_ + 1) > slots_.size()) Grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    if (slots_[at] == hash) return false;
    if (slots_[at] != 0) continue;
    slots_[at] = hash;
    ++taken_;
    return true;
  }
}

void Sightings::Grow() {
  const auto old = std::exchange(slots_, std::vector<std::uint64_t>(slots_.size() * 2));
  taken_ = 0;
  for (const std::uint64_t hash : old) {
    if (hash != 0) Insert(hash);
  }
}

}  // namespace qianmo::ledger::bankfile
