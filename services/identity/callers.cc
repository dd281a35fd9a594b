#include "identity/callers.h"

#include "base/text.h"
#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

Result<Done> RequireHome(rpc::Call& call, CountyId county) {
  if (county == call.county()) return Done{};
  return call.MayTouch({.county = county});
}

}  // namespace

Actor ActorOf(const rpc::v1::Caller& caller) {
  Actor actor{.account = AccountId::Parse(caller.account_id()).value_or(AccountId()),
              .person = PersonId::Parse(caller.person()).value_or(PersonId()),
              .roles = {}};
  for (const auto& held : caller.roles()) {
    const auto path = OrgPath::Parse(held.org_path());
    const Role role = static_cast<Role>(held.role());
    if (!path || !rpc::v1::Role_IsValid(held.role()) || held.role() == 0) continue;
    if (caller.second_factor() || !NeedsSecondFactor(role)) actor.roles.push_back({role, *path});
  }
  return actor;
}

rpc::ScopeOf ScopeOf(const AccountRow& account) {
  const auto text = [](const std::optional<Uuid>& id) { return id ? id->ToString() : ""; };
  return {.county = account.county,
          .org_path = account.facts.org_path.text(),
          .account_id = account.facts.id.ToString(),
          .household_id = text(account.household_id),
          .party_id = text(account.party_id)};
}

Result<CountyId> ParentCounty(rpc::Call& call, std::string_view parent) {
  QM_ASSIGN(const auto name, rpc::ResourceName::Parse("counties/*", parent, "parent"));
  QM_TRY(RequireHome(call, name.county));
  return name.county;
}

Result<rpc::ResourceName> NameAtHome(rpc::Call& call, std::string_view pattern,
                                     std::string_view name, std::string_view field) {
  QM_ASSIGN(const auto parsed, rpc::ResourceName::Parse(pattern, name, field));
  QM_TRY(RequireHome(call, parsed.county));
  return parsed;
}

Result<AccountId> AccountAtHome(rpc::Call& call, std::string_view name, std::string_view field) {
  QM_ASSIGN(const auto parsed, NameAtHome(call, "counties/*/accounts/*", name, field));
  const auto id = AccountId::Parse(parsed.ids[0]);
  if (!id) return refusals::AccountNotFound();
  return *id;
}

Result<OrgPath> ParseOrgPath(CountyId county, std::string_view field, std::string_view text) {
  auto path = OrgPath::Parse(text);
  if (!path || path->county() != county) return refusals::OrgPathMalformed(field);
  return *std::move(path);
}

Result<std::string> ParseDisplayName(std::string_view field, std::string_view typed) {
  QM_ASSIGN(std::string name, NormalizeName(typed));
  if (name.empty()) return Refusal::InvalidField(std::string(field), "has nothing to be read");
  return name;
}

}  // namespace qianmo::identity
