#include "identity/domain/agent.h"

#include <algorithm>
#include <set>

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

Date LatestEnd(Date start) {
  const std::chrono::year_month_day latest = std::chrono::year_month_day(start) + kLongestAuthority;
  // 29 February has no match in most years; its authority ends with the 28th.
  return latest.ok() ? Date(latest) : Date(latest.year() / latest.month() / std::chrono::last);
}

Result<Done> CheckPeriod(const Authority& wanted, Date today) {
  if (wanted.start_date < today) {
    return refusals::AgentDatesInvalid("start_date", "An authority does not begin in the past.");
  }
  if (wanted.end_date <= wanted.start_date) {
    return refusals::AgentDatesInvalid("end_date", "An authority lasts at least a day.");
  }
  if (wanted.end_date > LatestEnd(wanted.start_date)) {
    return refusals::AgentDatesInvalid("end_date", "An authority lasts at most three years.");
  }
  return Done{};
}

Result<Done> CheckMayBid(const Account& principal,
                         const std::vector<RoleHeld>& held_by_agents_person) {
  return CheckCompatible({Role::kBidder, OrgPath::Of(principal.org_path.county())},
                         held_by_agents_person);
}

bool Overlap(const Authority& a, const Authority& b) {
  return !a.revoked && !b.revoked && a.start_date < b.end_date && b.start_date < a.end_date;
}

}  // namespace

AgentState StateOf(const Authority& authority, Date today) {
  if (authority.revoked) return AgentState::kRevoked;
  if (today < authority.start_date) return AgentState::kComing;
  return today < authority.end_date ? AgentState::kValid : AgentState::kEnded;
}

Result<Done> DecideAppoint(const Account& principal, bool acts_for_another, const Account& agent,
                           const std::vector<RoleHeld>& held_by_agents_person,
                           const Authority& wanted, const std::vector<Authority>& existing,
                           Date today) {
  if (acts_for_another) return refusals::AgentChain();
  if (principal.person == agent.person || principal.id == agent.id) return refusals::AgentForSelf();
  if (principal.kind == AccountKind::kOfficer || agent.kind == AccountKind::kOfficer) {
    return refusals::AgentKindMismatch();
  }
  if (principal.state != AccountState::kActive || agent.state != AccountState::kActive) {
    return refusals::AccountDisabled();
  }
  const std::set<AgentPower> distinct(wanted.powers.begin(), wanted.powers.end());
  if (distinct.empty() || distinct.size() != wanted.powers.size()) {
    return refusals::AgentPowersInvalid("powers");
  }
  QM_TRY(CheckPeriod(wanted, today));
  if (std::ranges::any_of(existing, [&](const Authority& a) { return Overlap(a, wanted); })) {
    return refusals::AgentPeriodTaken();
  }
  return CheckMayBid(principal, held_by_agents_person);
}

Result<Done> DecideRevokeAgent(const Actor& actor, const Account& principal, AccountId agent,
                               const Authority& authority) {
  const bool is_party = actor.account == principal.id || actor.account == agent;
  const bool is_county = std::ranges::any_of(actor.roles, [&](const RoleHeld& held) {
    return held.role == Role::kCountyAdmin && held.org_path.Contains(principal.org_path);
  });
  if (!is_party && !is_county) return refusals::NotYourAgent();
  if (authority.revoked) return refusals::AgentRevokedAlready();
  return Done{};
}

Result<Done> CheckActing(const Account& principal,
                         const std::vector<RoleHeld>& held_by_agents_person,
                         const std::vector<Authority>& between, Date today) {
  const bool valid = std::ranges::any_of(
      between, [&](const Authority& a) { return StateOf(a, today) == AgentState::kValid; });
  if (!valid || principal.state != AccountState::kActive) return refusals::NoAuthority();
  return CheckMayBid(principal, held_by_agents_person);
}

}  // namespace qianmo::identity
