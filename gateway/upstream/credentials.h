// Who the headers of an HTTP request say that it comes from, and whether a browser was tricked into
// sending it.
#pragma once

#include <string>

#include "base/result.h"
#include "gateway/http/exchange.h"

namespace qianmo::gateway {

// What the request said about its caller.
struct Credentials {
  enum class Kind { kNone, kCallerToken, kSession };

  Kind kind = Kind::kNone;
  std::string token;         // without "Bearer "
  std::string on_behalf_of;  // kSession only
  bool from_cookie = false;  // kSession only
  std::string client_address;
  bool is_web = false;  // X-Qianmo-Client: web
  // The page asks by itself, which is no sign that anybody sits before it: X-Qianmo-Background:
  // true, or a stream that the browser opens again (it then sends Last-Event-ID).
  bool in_background = false;
};

// `Authorization: Bearer qs1.…` (a session) or `qmt1.…` (a caller token), else the session cookie.
// Refuses an authorization that is neither with TOKEN_INVALID, and with CSRF_REFUSED a change that
// the cookie would authenticate but no page of ours has sent: it must carry X-Qianmo-Client: web
// and come from the same origin. A public method goes on without the cookie instead.
Result<Credentials> ReadCredentials(const HttpRequest& request, bool method_is_public);

}  // namespace qianmo::gateway
