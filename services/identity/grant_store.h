// Role grants in the database. A grant is never removed, only revoked.
#pragma once

#include <optional>
#include <string_view>

#include "identity/domain/account.h"
#include "pg/transaction.h"
#include "qianmo/identity/v1/resources.pb.h"

namespace qianmo::identity {

using GrantId = Id<struct Grant>;

struct GrantRow {
  RoleHeld held;
  bool revoked = false;
};

// Nothing unless the grant is this account's.
std::optional<GrantRow> FindGrant(pg::Transaction& tx, CountyId county, AccountId account,
                                  GrantId id);
v1::RoleGrant ReadGrant(pg::Transaction& tx, CountyId county, GrantId id);

// `granter` is nobody where the role comes with the account. Of two who give the same role at once,
// the later runs again and finds it held.
GrantId InsertGrant(pg::Transaction& tx, CountyId county, AccountId account, const RoleHeld& held,
                    std::optional<AccountId> granter, Time now);
void SetGrantRevoked(pg::Transaction& tx, CountyId county, GrantId id, AccountId revoker,
                     std::string_view reason, Time now);

}  // namespace qianmo::identity
