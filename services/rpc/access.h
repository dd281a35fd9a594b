// Who may come in, and which objects they may touch. Both are answers to the method's access
// option.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "qianmo/rpc/v1/caller.pb.h"
#include "rpc/policy.h"

namespace qianmo::rpc {

// Where an object belongs: what one `scope_of` per resource reads from its row.
struct ScopeOf {
  CountyId county;
  std::string org_path = {};      // "/7/…/": of the organisation that the object belongs to
  std::string account_id = {};    // the account that the object is about
  std::string household_id = {};  // the household …
  std::string party_id = {};      // the party …
};

// The objects that a list may show, as parameters for the SQL predicate.
struct ListScope {
  CountyId county;
  bool whole_county = false;
  std::vector<std::string> org_prefixes = {};
  std::vector<std::string> org_paths = {};  // themselves, and nothing below them
  std::string account_id = {};
  std::string household_id = {};
  std::string party_id = {};
};

// Whether the caller holds a role that some grant of the method names. Roles that need a second
// factor do not count without one (reason SECOND_FACTOR_REQUIRED when nothing else is missing).
Result<Done> CheckRole(const MethodPolicy& policy, const v1::Caller& caller);

// Whether one of the caller's grants reaches this object.
Result<Done> CheckScope(const MethodPolicy& policy, const v1::Caller& caller,
                        const ScopeOf& object);

// Everything that the caller's grants reach.
ListScope ReachOf(const MethodPolicy& policy, const v1::Caller& caller);

}  // namespace qianmo::rpc
