// Authorities of agents in the database. None is ever removed, only revoked.
#pragma once

#include <optional>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "identity/domain/agent.h"
#include "pg/transaction.h"
#include "qianmo/identity/v1/resources.pb.h"

namespace qianmo::identity {

using AgentId = Id<struct Agent>;

struct AgentRow {
  AccountId principal;
  AccountId agent;
  Authority authority;
};

// Every one that the principal ever gave to this agent.
std::vector<Authority> AuthoritiesBetween(pg::Transaction& tx, CountyId county, AccountId principal,
                                          AccountId agent);
// Held until the transaction ends. Nothing unless the authority is this principal's.
std::optional<AgentRow> LockAgent(pg::Transaction& tx, CountyId county, AccountId principal,
                                  AgentId id);

AgentId InsertAgent(pg::Transaction& tx, CountyId county, const AgentRow& agent, Time now);
void SetAgentRevoked(pg::Transaction& tx, CountyId county, AgentId id, Time now);

// As readers see it today.
v1::Agent ReadAgent(pg::Transaction& tx, CountyId county, AgentId id, Date today);
using Agents = google::protobuf::RepeatedPtrField<v1::Agent>;
// Whom the principal authorised, newest first, after `before` (the last one of the page before).
Agents ListAgentsOf(pg::Transaction& tx, CountyId county, AccountId principal,
                    std::optional<Uuid> before, int limit, Date today);
// Whom this account may act for today, newest first.
Agents ListActingFor(pg::Transaction& tx, CountyId county, AccountId agent, Date today);

}  // namespace qianmo::identity
