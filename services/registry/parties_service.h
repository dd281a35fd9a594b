// Parties: looked at, shown in full for a reason, and what links them.
#pragma once

#include "qianmo/registry/v1/parties.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class PartiesService {
 public:
  Result<v1::Party> GetParty(rpc::Call& call, const v1::GetPartyRequest& request);
  Result<v1::Party> RevealParty(rpc::Call& call, const v1::RevealPartyRequest& request);
  Result<v1::ListPartyLinksResponse> ListPartyLinks(rpc::Call& call,
                                                    const v1::ListPartyLinksRequest& request);
};

}  // namespace qianmo::registry
