// Exchanges sessions at the identity service.
#pragma once

#include "gateway/upstream/session_tokens.h"
#include "gateway/upstream/upstreams.h"

namespace qianmo::gateway {

// `upstreams` must live as long as the function and its calls.
IssueToken IssueAtIdentity(const Upstreams& upstreams);

}  // namespace qianmo::gateway
