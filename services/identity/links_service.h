// What the registry says of accounts.
#pragma once

#include "qianmo/identity/v1/links.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class LinksService {
 public:
  Result<v1::LinkPartyResponse> LinkParty(rpc::Call& call, const v1::LinkPartyRequest& request);
  Result<v1::CarryAccountsResponse> CarryAccounts(rpc::Call& call,
                                                  const v1::CarryAccountsRequest& request);
};

}  // namespace qianmo::identity
