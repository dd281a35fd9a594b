// Agents: who may act for a bidder or a household.
#pragma once

#include "qianmo/identity/v1/accounts.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class AgentsService {
 public:
  Result<v1::Agent> AppointAgent(rpc::Call& call, const v1::AppointAgentRequest& request);
  Result<v1::Agent> RevokeAgent(rpc::Call& call, const v1::RevokeAgentRequest& request);
  Result<v1::ListAgentsResponse> ListAgents(rpc::Call& call, const v1::ListAgentsRequest& request);
};

}  // namespace qianmo::identity
