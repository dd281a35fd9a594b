// If-Match: a change is made only to what the client has seen.
#pragma once

#include <google/protobuf/message.h>

#include "base/result.h"
#include "gateway/transcode/route.h"

namespace qianmo::gateway {

// For a change, puts the etag of If-Match into the request's own `etag` field, or into that of the
// resource that is its body, unless the body says one itself. Refuses (412) what the service could
// not check: a method that keeps no etag, several etags or a weak one. "*" takes whatever is there.
Result<Done> ReadIfMatch(const HttpRequest& http, const Route& route,
                         google::protobuf::Message* request);

}  // namespace qianmo::gateway
