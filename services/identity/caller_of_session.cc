#include "identity/caller_of_session.h"

#include <algorithm>
#include <set>

#include "identity/agent_store.h"
#include "identity/domain/refusals.h"
#include "identity/person_store.h"
#include "rpc/resource_name.h"

namespace qianmo::identity {
namespace {

void AddRole(const RoleHeld& held, rpc::v1::Caller* caller) {
  auto* role = caller->add_roles();
  role->set_role(static_cast<rpc::v1::Role>(held.role));
  role->set_org_path(held.org_path.text());
}

std::string TextOf(const std::optional<Uuid>& id) { return id ? id->ToString() : ""; }

// What the agent may do today, in the order of the enumeration.
std::set<AgentPower> PowersToday(const std::vector<Authority>& between, Date today) {
  std::set<AgentPower> powers;
  for (const Authority& authority : between) {
    if (StateOf(authority, today) != AgentState::kValid) continue;
    powers.insert(authority.powers.begin(), authority.powers.end());
  }
  return powers;
}

// Makes the caller speak for the principal. What it may not do itself it may not do for another.
Result<Done> ActFor(pg::Transaction& tx, const rpc::Call& call, const AccountRow& agent,
                    const std::string& principal_name, rpc::v1::Caller* caller) {
  QM_ASSIGN(const auto name,
            rpc::ParseNamedId<Account>("counties/*/accounts/*", principal_name, "on_behalf_of"));
  if (name.county != call.county()) return refusals::NoAuthority();
  const auto principal = FindAccount(tx, *call.room().keyring.Current(), name.county, name.id);
  if (!principal) return refusals::NoAuthority();
  const Date today = BeijingDate(call.now());
  const auto between = AuthoritiesBetween(tx, name.county, name.id, agent.facts.id);
  QM_TRY(CheckActing(principal->facts, RolesOfPerson(tx, name.county, agent.facts.person), between,
                     today));
  caller->set_on_behalf_of(name.id.ToString());
  caller->clear_household_id();
  caller->set_party_id(TextOf(principal->party_id));
  const bool in_force =
      agent.facts.state == AccountState::kActive && !agent.facts.must_change_password;
  caller->clear_roles();
  if (!in_force) return Done{};
  for (const RoleHeld& held : RolesInForce(principal->facts, caller->second_factor())) {
    if (held.role == Role::kBidder) AddRole(held, caller);
  }
  for (const AgentPower power : PowersToday(between, today)) {
    caller->add_powers(static_cast<rpc::v1::AgentPower>(power));
  }
  return Done{};
}

}  // namespace

Result<SpokenFor> CallerOfSession(pg::Transaction& tx, const rpc::Call& call,
                                  const crypto::Digest& token_hash,
                                  const std::string& on_behalf_of) {
  const auto facts = FindSessionByToken(tx, call.county(), token_hash);
  if (!facts) return refusals::SessionUnknown();
  QM_ASSIGN(const AccountRow account,
            FindAccount(tx, *call.room().keyring.Current(), call.county(), facts->account));
  QM_TRY(CheckOpen(facts->session, account.facts.state, call.now()));
  SpokenFor spoken{.facts = *facts, .caller = {}};
  rpc::v1::Caller& caller = spoken.caller;
  caller.set_county_id(call.county().number);
  caller.set_account_id(account.facts.id.ToString());
  caller.set_person(account.facts.person.ToString());
  caller.set_channel(static_cast<rpc::v1::Channel>(facts->channel));
  caller.set_session_id(facts->id.ToString());
  caller.set_second_factor(facts->second_factor);
  caller.set_household_id(TextOf(account.household_id));
  caller.set_party_id(TextOf(account.party_id));
  for (const RoleHeld& held : RolesInForce(account.facts, facts->second_factor)) {
    AddRole(held, &caller);
  }
  if (!on_behalf_of.empty()) QM_TRY(ActFor(tx, call, account, on_behalf_of, &caller));
  return spoken;
}

}  // namespace qianmo::identity
