// What a method declares in the proto, read once at start. A method that declares too little, or
// nonsense, keeps the server from starting.
#pragma once

#include <set>
#include <string>

#include <google/protobuf/descriptor.h>

#include "base/result.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::rpc {

struct MethodPolicy {
  std::string full_name;  // "qianmo.identity.v1.IdentityService.SignIn"
  std::string path;       // "/qianmo.identity.v1.IdentityService/SignIn"
  bool reads_only = false;
  bool is_public = false;  // some grant is for anyone
  v1::Access access;
  std::set<std::string> refusals;  // the reasons that it declares
  bool reply_is_personal = false;  // some field of the reply is personal: the journal seals it
};

// Refuses a method without the access option, with an empty or unscoped grant, a mutation whose
// request has no required UUIDv7 `request_id`, a stream of requests or of anything but reads, and
// field rules that cannot be enforced.
Result<MethodPolicy> PolicyOf(const google::protobuf::MethodDescriptor& method);

// Whether a role counts only in a session opened with a second factor.
bool NeedsSecondFactor(v1::Role role);

}  // namespace qianmo::rpc
