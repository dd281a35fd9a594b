// Giving roles and taking them back: by the right office, never to or from oneself.
#pragma once

#include <vector>

#include "base/result.h"
#include "identity/domain/account.h"

namespace qianmo::identity {

// `held_by_person` are the roles of all accounts of the target's person that are not disabled.
// Refuses, in this order: ROLE_NOT_GRANTABLE, OWN_ROLE, ROLE_NOT_YOURS_TO_GRANT,
// ROLE_PATH_MISMATCH, ROLE_NEEDS_OFFICER, ACCOUNT_DISABLED, ROLE_HELD, ROLES_INCOMPATIBLE.
Result<Done> DecideGrant(const Actor& actor, const Account& account, const RoleHeld& wanted,
                         const std::vector<RoleHeld>& held_by_person);

// By the same offices that may give it. Refuses ROLE_NOT_GRANTABLE, OWN_ROLE,
// ROLE_NOT_YOURS_TO_GRANT, ROLE_REVOKED.
Result<Done> DecideRevoke(const Actor& actor, const Account& account, const RoleHeld& held,
                          bool revoked);

}  // namespace qianmo::identity
