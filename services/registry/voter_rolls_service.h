// Voter rolls: frozen once for a meeting, read ever after.
#pragma once

#include "qianmo/registry/v1/voter_rolls.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class VoterRollsService {
 public:
  Result<v1::VoterRoll> FreezeVoterRoll(rpc::Call& call, const v1::FreezeVoterRollRequest& request);
  Result<v1::VoterRoll> GetVoterRoll(rpc::Call& call, const v1::GetVoterRollRequest& request);
  Result<v1::ListVoterRollsResponse> ListVoterRolls(rpc::Call& call,
                                                    const v1::ListVoterRollsRequest& request);
  Result<v1::ListVotersResponse> ListVoters(rpc::Call& call, const v1::ListVotersRequest& request);
};

}  // namespace qianmo::registry
