#include "registry/domain/unit_heirs.h"

#include <numeric>
#include <set>
#include <string>

#include "base/allocate.h"
#include "registry/domain/unit_refusals.h"

namespace qianmo::registry {
namespace {

Result<Done> CheckHeirs(const std::vector<UnitHeir>& heirs, const UnitCharter& charter) {
  std::set<Uuid> households;
  std::vector<Fraction> shares;
  for (const UnitHeir& heir : heirs) {
    if (!households.insert(heir.household).second) return refusals::HeirTwice();
    if (heir.without_vote && !charter.heirs_without_vote) return refusals::HeirWithoutVote();
    shares.push_back(heir.share);
  }
  return CheckWhole(shares);
}

}  // namespace

Result<std::vector<Units>> SplitAmongHeirs(Units units, const std::vector<UnitHeir>& heirs,
                                           const UnitCharter& charter) {
  QM_TRY(CheckHeirs(heirs, charter));
  if (units <= Units()) return refusals::NoUnitsToInherit();
  std::int64_t common = 1;  // fits: CheckWhole has found it
  for (const UnitHeir& heir : heirs) common = std::lcm(common, heir.share.denominator());
  std::vector<std::string> keys;
  for (const UnitHeir& heir : heirs) keys.push_back(heir.household.ToString());
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < heirs.size(); ++i) {
    const Fraction& share = heirs[i].share;
    claims.push_back({share.numerator() * (common / share.denominator()), keys[i]});
  }
  QM_ASSIGN(const std::vector<Fen> parts, Allocate(Fen(units.count()), claims));
  std::vector<Units> split;
  for (const Fen part : parts) {
    if (part == Fen()) return refusals::HeirWithoutUnits();
    split.push_back(Units(part.count()));
  }
  return split;
}

}  // namespace qianmo::registry
