// One HTTP binding of one gRPC method, made at start from google.api.http: which paths it takes,
// and where the request's fields come from.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "gateway/http/exchange.h"
#include "gateway/upstream/caller.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::gateway {

// A field within a field within the request: {listing, name}. The last may be of any kind.
using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

// `{name=counties/*/accounts/*}`: a field and the segments of the path that it takes.
struct PathVariable {
  FieldPath field;
  std::size_t first = 0;
  std::size_t count = 0;    // of segments; meaningless with open_ended
  bool open_ended = false;  // ends with `**`: takes all that follows
  bool is_name = false;     // more than one `*`: slashes that were sent encoded stay encoded
};

// A field of the request or of the answer that browsers keep in a cookie.
struct CookieField {
  const google::protobuf::FieldDescriptor* field = nullptr;
  rpc::v1::Cookie cookie = rpc::v1::COOKIE_UNSPECIFIED;
};

enum class BodyKind {
  kNone,
  kWhole,  // body: "*"
  kField,  // body: "account"
  kRaw,    // the field is a google.api.HttpBody: the bytes as they are
};

struct Route {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string http_method;  // "GET"; HEAD is answered by GET's route
  std::string pattern;      // as declared: "/v1/{name=counties/*}"
  std::string grpc_path;    // "/qianmo.identity.v1.IdentityService/WhoAmI"
  std::vector<PathVariable> variables;
  BodyKind body = BodyKind::kNone;
  const google::protobuf::FieldDescriptor* body_field = nullptr;      // kField and kRaw
  const google::protobuf::FieldDescriptor* response_field = nullptr;  // response_body, if any
  // The message that a change is about: the body, or that part of a whole body which the path names
  // a field of (`{asset.name=…}` with body: "*"); else null.
  const google::protobuf::FieldDescriptor* resource = nullptr;
  // `update_mask`, when a PATCH fills it from the members of the resource; else null.
  const google::protobuf::FieldDescriptor* mask = nullptr;
  // The ContentWindow of a download that is read window by window; else null.
  const google::protobuf::FieldDescriptor* window = nullptr;
  bool answers_content = false;          // with google.api.HttpBody
  bool is_public = false;                // SCOPE_PUBLIC is among its grants
  bool reads_only = false;               // idempotency_level = NO_SIDE_EFFECTS
  bool ends_session = false;             // once it succeeds, the caller's session is over
  bool names_caller = false;             // its 401 says that the browser's session is over
  std::vector<CookieField> cookies_in;   // of the request's own fields
  std::vector<CookieField> cookies_out;  // of the answer's own fields
};

// What answers a server-streaming method. The request is parsed (`serialized_request` is the
// protobuf message) and the caller's credentials have been looked at; nothing is answered yet.
using ServeStream = std::function<void(std::shared_ptr<Exchange>, const Route&,
                                       std::string serialized_request, UpstreamCaller caller)>;

}  // namespace qianmo::gateway
