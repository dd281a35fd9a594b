// What becomes of roles when the organisations where they are held merge, split or move.
#pragma once

#include <optional>
#include <vector>

#include "identity/domain/account.h"

namespace qianmo::identity {

// Whatever lies at or below `from` lies at or below `to` from then on.
struct PlaceMove {
  OrgPath from;
  OrgPath to;
};
// None for what lies elsewhere.
std::optional<OrgPath> Moved(const OrgPath& place, const PlaceMove& move);

// A role of one of the persons concerned.
struct CarriedRole {
  Uuid grant;
  AccountId account;
  PersonId person;
  RoleHeld held;
  bool follows = false;  // its account is one of those that move
};

enum class RoleFate {
  kUntouched,  // held elsewhere, or by somebody who does not move
  kMoved,
  kEnded,  // its account holds it at the new place already
  kLeft,   // its person may not hold it there, beside another
};
// One for each of `roles`, which must be all that these persons hold.
std::vector<RoleFate> DecideCarry(std::vector<CarriedRole> roles, const PlaceMove& move);

}  // namespace qianmo::identity
