// Makes a Route of one google.api.http binding.
#pragma once

#include "gateway/transcode/path_template.h"
#include "gateway/transcode/route.h"
#include "google/api/http.pb.h"

namespace qianmo::gateway {

// Throws std::runtime_error when the binding does not fit the method. `shape` is its path, parsed.
Route BindRoute(const google::protobuf::MethodDescriptor* method, const google::api::HttpRule& rule,
                PathTemplate* shape);

}  // namespace qianmo::gateway
