// The protobuf request of an HTTP request: path, query and body put together.
#pragma once

#include <google/protobuf/message.h>

#include "base/result.h"
#include "gateway/transcode/route.h"
#include "gateway/transcode/route_table.h"

namespace qianmo::gateway {

// Fills `request`, an empty message of the method's input type. What the path binds wins over what
// a body says. The body's Content-Type has been looked at.
Result<Done> ReadRequest(const HttpRequest& http, const RouteMatch& match,
                         google::protobuf::Message* request);

}  // namespace qianmo::gateway
