// Which process a request goes to, where the method alone does not say it: every service hosts the
// long work that it has started itself.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/message.h>

#include "gateway/transcode/route.h"

namespace qianmo::gateway {

// Whether every service's process hosts this service, so that it has no place of its own.
bool IsEverywhere(const std::string& service);

// The full name of the service whose process takes the request: that of the method, or for
// operations the one that the name (counties/7/operations/identity.0192…) or the field `service`
// tells, out of `services`. Identity refuses what tells none of them.
std::string OwnerOf(const Route& route, const google::protobuf::Message& request,
                    const std::vector<std::string>& services);

}  // namespace qianmo::gateway
