// Accounts, letters and roles that follow their organisations to another place. What was moved,
// from where and why, is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "identity/domain/carry.h"
#include "pg/transaction.h"

namespace qianmo::identity {

struct AccountsMove {
  CountyId county;
  PlaceMove place;
  std::optional<std::vector<Uuid>> households = {};  // none: everybody
  std::string cause;                                 // the name of the change behind it
  Uuid actor;                                        // who confirmed it
  Time now;
};

// Letters first: whoever is using one has made an account by then.
void MoveLetters(pg::Transaction& tx, const AccountsMove& move);

// Every role of the persons who have an account or a role there, in the order of the grants. None
// of their accounts changes until the transaction ends.
std::vector<CarriedRole> HoldRoles(pg::Transaction& tx, const AccountsMove& move);

// How many.
int MoveAccounts(pg::Transaction& tx, const AccountsMove& move);
// Those of `roles` that have this fate. How many.
int MoveGrants(pg::Transaction& tx, const AccountsMove& move, const std::vector<CarriedRole>& roles,
               const std::vector<RoleFate>& fates);
void EndGrants(pg::Transaction& tx, const AccountsMove& move, const std::vector<CarriedRole>& roles,
               const std::vector<RoleFate>& fates);

}  // namespace qianmo::identity
