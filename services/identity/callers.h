// What a call says in the terms of the rules: who acts, and which county, account or organisation
// is meant.
#pragma once

#include <string_view>

#include "identity/account_store.h"
#include "rpc/call.h"
#include "rpc/resource_name.h"

namespace qianmo::identity {

// With the roles that count in the caller's session.
Actor ActorOf(const rpc::v1::Caller& caller);

// The scope of an account.
rpc::ScopeOf ScopeOf(const AccountRow& account);

// The county of "counties/7". Refuses OUT_OF_SCOPE for another one than the caller's.
Result<CountyId> ParentCounty(rpc::Call& call, std::string_view parent);

// The last id of a name such as "counties/7/accounts/0192…", and the others before it. Refuses
// OUT_OF_SCOPE for another county than the caller's: nothing of it is even looked for.
Result<rpc::ResourceName> NameAtHome(rpc::Call& call, std::string_view pattern,
                                     std::string_view name, std::string_view field);
Result<AccountId> AccountAtHome(rpc::Call& call, std::string_view name, std::string_view field);

// Refuses ORG_PATH_MALFORMED also for a path of another county.
Result<OrgPath> ParseOrgPath(CountyId county, std::string_view field, std::string_view text);

// In its normal form. Refuses one in which nothing can be read.
Result<std::string> ParseDisplayName(std::string_view field, std::string_view typed);

}  // namespace qianmo::identity
