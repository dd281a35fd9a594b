#include "identity/domain/carry.h"

#include <algorithm>
#include <map>

namespace qianmo::identity {
namespace {

// Of one person's roles, those before have been decided.
RoleFate FateOf(const std::vector<CarriedRole*>& of_person, const CarriedRole& role,
                const RoleHeld& wanted) {
  const auto others = [&](const CarriedRole* other) { return other != &role; };
  const bool held = std::ranges::any_of(of_person, [&](const CarriedRole* other) {
    return others(other) && other->account == role.account && other->held == wanted;
  });
  if (held) return RoleFate::kEnded;
  const bool unfit = std::ranges::any_of(of_person, [&](const CarriedRole* other) {
    return others(other) && Incompatible(wanted, other->held);
  });
  return unfit ? RoleFate::kLeft : RoleFate::kMoved;
}

}  // namespace

std::optional<OrgPath> Moved(const OrgPath& place, const PlaceMove& move) {
  if (!move.from.Contains(place)) return std::nullopt;
  return OrgPath::Parse(move.to.text() + place.text().substr(move.from.text().size()));
}

std::vector<RoleFate> DecideCarry(std::vector<CarriedRole> roles, const PlaceMove& move) {
  std::map<PersonId, std::vector<CarriedRole*>> by_person;
  for (CarriedRole& role : roles) by_person[role.person].push_back(&role);
  std::vector<RoleFate> fates;
  for (CarriedRole& role : roles) {
    const auto path = role.follows ? Moved(role.held.org_path, move) : std::nullopt;
    if (!path) {
      fates.push_back(RoleFate::kUntouched);
      continue;
    }
    auto& of_person = by_person[role.person];
    const RoleHeld wanted{role.held.role, *path};
    fates.push_back(FateOf(of_person, role, wanted));
    if (fates.back() == RoleFate::kMoved) role.held = wanted;
    if (fates.back() == RoleFate::kEnded) std::erase(of_person, &role);
  }
  return fates;
}

}  // namespace qianmo::identity
