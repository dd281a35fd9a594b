#include "rpc/access.h"

#include <algorithm>

namespace qianmo::rpc {
namespace {

bool Counts(const v1::RoleHeld& held, const v1::Caller& caller) {
  return caller.second_factor() || !NeedsSecondFactor(held.role());
}

bool Names(const v1::Grant& grant, v1::Role role) {
  return std::find(grant.roles().begin(), grant.roles().end(), role) != grant.roles().end();
}

// "/7/a/b/" -> "/7/a/": the township that an organisation's path lies in.
std::string TownshipOf(const std::string& path) {
  const std::size_t county_end = path.find('/', 1);
  if (county_end == path.npos) return path;
  const std::size_t township_end = path.find('/', county_end + 1);
  return township_end == path.npos ? path : path.substr(0, township_end + 1);
}

// The part of the county that a role reaches under this scope; nothing when its path is none, since
// "" would reach everything and "/7/a" also "/7/ab/".
std::string ReachOfRole(v1::Scope scope, const v1::RoleHeld& held) {
  if (!held.org_path().ends_with('/')) return "";
  return scope == v1::SCOPE_OWN_TOWNSHIP ? TownshipOf(held.org_path()) : held.org_path();
}

bool StartsWith(const std::string& text, const std::string& prefix) {
  return !prefix.empty() && text.compare(0, prefix.size(), prefix) == 0;
}

bool Same(const std::string& mine, const std::string& its) { return !its.empty() && mine == its; }

// The caller's own roles that a grant names and that count; a grant without roles is for everyone.
std::vector<v1::RoleHeld> Fitting(const v1::Grant& grant, const v1::Caller& caller) {
  std::vector<v1::RoleHeld> fitting;
  for (const auto& held : caller.roles()) {
    const bool named = grant.roles().empty() || Names(grant, held.role());
    if (named && Counts(held, caller)) fitting.push_back(held);
  }
  return fitting;
}

bool Reaches(const v1::Grant& grant, const v1::Caller& caller, const ScopeOf& object) {
  const auto roles = Fitting(grant, caller);
  if (roles.empty() && !grant.roles().empty()) return false;
  switch (grant.scope()) {
    case v1::SCOPE_PUBLIC:
      return true;
    case v1::SCOPE_OWN_ACCOUNT:
      return Same(caller.account_id(), object.account_id);
    case v1::SCOPE_OWN_HOUSEHOLD:
      return Same(caller.household_id(), object.household_id);
    case v1::SCOPE_OWN_BIDDER:
      return Same(caller.party_id(), object.party_id);
    case v1::SCOPE_OWN_COUNTY:
      return true;  // the county itself was compared before
    case v1::SCOPE_OWN_ORGANISATION:
    case v1::SCOPE_OWN_TOWNSHIP:
      return std::any_of(roles.begin(), roles.end(), [&](const v1::RoleHeld& held) {
        return StartsWith(object.org_path, ReachOfRole(grant.scope(), held));
      });
    case v1::SCOPE_ITSELF:
      return std::any_of(roles.begin(), roles.end(), [&](const v1::RoleHeld& held) {
        return Same(ReachOfRole(grant.scope(), held), object.org_path);
      });
    default:
      return false;
  }
}

Refusal Denied(const MethodPolicy& policy, const char* reason, const char* message) {
  return Refusal{Refusal::Kind::kDenied, reason, message}.With("method", policy.full_name);
}

}  // namespace

Result<Done> CheckRole(const MethodPolicy& policy, const v1::Caller& caller) {
  bool only_second_factor_missing = false;
  for (const auto& grant : policy.access.grants()) {
    if (grant.roles().empty() || !Fitting(grant, caller).empty()) return Done{};
    for (const auto& held : caller.roles()) {
      only_second_factor_missing = only_second_factor_missing || Names(grant, held.role());
    }
  }
  if (only_second_factor_missing) {
    return Denied(policy, "SECOND_FACTOR_REQUIRED",
                  "this role counts only after signing in with a one-time code");
  }
  return Denied(policy, "ROLE_MISSING", "the caller holds no role that may do this");
}

Result<Done> CheckScope(const MethodPolicy& policy, const v1::Caller& caller,
                        const ScopeOf& object) {
  const bool home = caller.county_id() == object.county.number;
  for (const auto& grant : policy.access.grants()) {
    if (!home && grant.scope() != v1::SCOPE_PUBLIC) continue;
    if (Reaches(grant, caller, object)) return Done{};
  }
  return Denied(policy, "OUT_OF_SCOPE", "this object is outside the caller's part of the county");
}

ListScope ReachOf(const MethodPolicy& policy, const v1::Caller& caller) {
  ListScope reach{.county = CountyId{caller.county_id()}};
  for (const auto& grant : policy.access.grants()) {
    const auto roles = Fitting(grant, caller);
    if (roles.empty() && !grant.roles().empty()) continue;
    switch (grant.scope()) {
      case v1::SCOPE_PUBLIC:
      case v1::SCOPE_OWN_COUNTY:
        reach.whole_county = true;
        break;
      case v1::SCOPE_OWN_ACCOUNT:
        reach.account_id = caller.account_id();
        break;
      case v1::SCOPE_OWN_HOUSEHOLD:
        reach.household_id = caller.household_id();
        break;
      case v1::SCOPE_OWN_BIDDER:
        reach.party_id = caller.party_id();
        break;
      case v1::SCOPE_OWN_ORGANISATION:
      case v1::SCOPE_OWN_TOWNSHIP:
        for (const auto& held : roles) {
          const std::string prefix = ReachOfRole(grant.scope(), held);
          if (!prefix.empty()) reach.org_prefixes.push_back(prefix);
        }
        break;
      case v1::SCOPE_ITSELF:
        for (const auto& held : roles) {
          const std::string path = ReachOfRole(grant.scope(), held);
          if (!path.empty()) reach.org_paths.push_back(path);
        }
        break;
      default:
        break;
    }
  }
  return reach;
}

}  // namespace qianmo::rpc
