// Agents: accounts that a bidder or household authorises to act for it, for a time and with powers.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "identity/domain/account.h"

namespace qianmo::identity {

// The numbers are those of qianmo.rpc.v1.AgentPower and qianmo.identity.v1.Agent.State.
enum class AgentPower { kEnter = 1, kPay = 2, kBid = 3, kSign = 4 };
enum class AgentState { kComing = 1, kValid = 2, kEnded = 3, kRevoked = 4 };

struct Authority {
  std::vector<AgentPower> powers;
  Date start_date;
  Date end_date;  // the day after the last one
  bool revoked = false;
};

AgentState StateOf(const Authority& authority, Date today);

// The longest an authority may be given for; it can be given again.
inline constexpr std::chrono::years kLongestAuthority{3};

// `existing` are the authorities between the same two. `acts_for_another`: the caller's session
// itself runs on somebody's behalf. `held_by_agents_person` are the roles of all its accounts: an
// office that may never bid does not bid for others either. Refuses, in this order: AGENT_CHAIN,
// AGENT_FOR_SELF, AGENT_KIND_MISMATCH, ACCOUNT_DISABLED, AGENT_POWERS_INVALID, AGENT_DATES_INVALID,
// AGENT_PERIOD_TAKEN, ROLES_INCOMPATIBLE.
Result<Done> DecideAppoint(const Account& principal, bool acts_for_another, const Account& agent,
                           const std::vector<RoleHeld>& held_by_agents_person,
                           const Authority& wanted, const std::vector<Authority>& existing,
                           Date today);

// By the principal, the agent or COUNTY_ADMIN. Refuses NOT_YOUR_AGENT, AGENT_REVOKED.
Result<Done> DecideRevokeAgent(const Actor& actor, const Account& principal, AccountId agent,
                               const Authority& authority);

// Whether the agent speaks for the principal today. One step only: whoever the principal itself may
// act for is no concern of its agents. Refuses NO_AUTHORITY, and ROLES_INCOMPATIBLE when the
// agent's person holds an office by now that may never bid.
Result<Done> CheckActing(const Account& principal,
                         const std::vector<RoleHeld>& held_by_agents_person,
                         const std::vector<Authority>& between, Date today);

}  // namespace qianmo::identity
