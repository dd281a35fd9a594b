// Collectives as the registry knows them, for whoever opens their books.
#pragma once

#include <string>

#include "qianmo/registry/v1/collectives.pb.h"
#include "rpc/call.h"
#include "rpc/channels.h"

namespace qianmo::ledger {

// Not inside a transaction. Refuses COLLECTIVE_NOT_FOUND, REGISTRY_OUT_OF_REACH, and as the
// registry does where the caller may not see it.
Result<registry::v1::Collective> FetchCollective(const rpc::Call& call,
                                                 const rpc::Channels& channels,
                                                 const std::string& name);

}  // namespace qianmo::ledger
