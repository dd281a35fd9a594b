// Where a field is in JSON: "items[2].areaMuE3" for the "items[2].area_mu_e3" that services speak
// of.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>

#include "google/rpc/status.pb.h"

namespace qianmo::gateway {

// `path` from `message` on, by either names. What the message does not have stays as it is.
std::string JsonPath(const google::protobuf::Descriptor& message, std::string_view path);

// The status with its field violations, and the message that begins with one, in these names.
google::rpc::Status InJsonNames(google::rpc::Status status,
                                const google::protobuf::Descriptor& request);

}  // namespace qianmo::gateway
