// Offices: given by the right officer, and taken back.
#pragma once

#include "qianmo/identity/v1/accounts.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class RolesService {
 public:
  Result<v1::RoleGrant> GrantRole(rpc::Call& call, const v1::GrantRoleRequest& request);
  Result<v1::RoleGrant> RevokeRole(rpc::Call& call, const v1::RevokeRoleRequest& request);
};

}  // namespace qianmo::identity
