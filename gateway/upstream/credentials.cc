#include "gateway/upstream/credentials.h"

#include <algorithm>

#include <boost/beast/core/string.hpp>

#include "gateway/upstream/cookies.h"

namespace qianmo::gateway {
namespace {

// Tokens go into gRPC metadata and protobuf strings, which take no other characters.
constexpr std::size_t kLongestSession = 200;
constexpr std::size_t kLongestCaller = 4'096;

bool IsToken(std::string_view text, std::size_t longest) {
  return text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool IsSafe(const HttpRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

enum class Origin { kSame, kUnknown, kForeign };

// By the headers that no page can forge. Behind a proxy that ends TLS without our knowing, the page
// is https and we are http.
Origin OriginOf(const HttpRequest& request) {
  const std::string_view site = request.headers.Get("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return Origin::kForeign;
  std::string_view origin = request.headers.Get("Origin");
  if (origin.empty()) return site == "same-origin" ? Origin::kSame : Origin::kUnknown;
  if (origin.starts_with("https://")) {
    origin.remove_prefix(8);
  } else if (origin.starts_with("http://") && !request.secure) {
    origin.remove_prefix(7);
  } else {
    return Origin::kForeign;
  }
  const std::string_view host = request.host;
  const bool same =
      boost::beast::iequals({origin.data(), origin.size()}, {host.data(), host.size()});
  return same && !host.empty() ? Origin::kSame : Origin::kForeign;
}

Refusal CsrfRefused() {
  return {Refusal::Kind::kDenied, "CSRF_REFUSED",
          "a change by the session cookie must come from a page of this site, with "
          "X-Qianmo-Client: web"};
}

Refusal TokenInvalid() {
  return {Refusal::Kind::kUnauthenticated, "TOKEN_INVALID",
          "the authorization must be Bearer with a session token or a caller token"};
}

Result<Done> ReadBearer(std::string_view authorization, Credentials* credentials) {
  constexpr std::string_view kBearer = "bearer ";
  const std::string_view scheme = authorization.substr(0, kBearer.size());
  if (!boost::beast::iequals({scheme.data(), scheme.size()}, {kBearer.data(), kBearer.size()})) {
    return TokenInvalid();
  }
  const std::string_view token = authorization.substr(kBearer.size());
  if (token.starts_with("qs1.") && IsToken(token, kLongestSession)) {
    credentials->kind = Credentials::Kind::kSession;
  } else if (token.starts_with("qmt1.") && IsToken(token, kLongestCaller)) {
    credentials->kind = Credentials::Kind::kCallerToken;
  } else {
    return TokenInvalid();
  }
  credentials->token = token;
  return Done{};
}

Result<Done> ReadSessionCookie(const HttpRequest& request, bool is_public, Origin origin,
                               Credentials* credentials) {
  const std::string_view token = ReadCookie(request.headers, rpc::v1::COOKIE_SESSION);
  if (token.empty()) return Done{};
  if (!IsSafe(request) && (!credentials->is_web || origin != Origin::kSame)) {
    if (is_public) return Done{};
    return CsrfRefused();
  }
  // Anything else is refused by identity like a session that is over.
  credentials->kind = Credentials::Kind::kSession;
  credentials->token = IsToken(token, kLongestSession) ? token : "qs1.";
  credentials->from_cookie = true;
  return Done{};
}

Result<Done> ReadOnBehalfOf(const HttpRequest& request, Credentials* credentials) {
  const std::string_view name = request.headers.Get("X-Qianmo-On-Behalf-Of");
  if (name.empty()) return Done{};
  constexpr std::size_t kLongestName = 200;
  if (credentials->kind != Credentials::Kind::kSession || !IsToken(name, kLongestName)) {
    return Refusal{Refusal::Kind::kInvalid, "ON_BEHALF_OF_INVALID",
                   "X-Qianmo-On-Behalf-Of must name an account, and needs a session"};
  }
  credentials->on_behalf_of = name;
  return Done{};
}

}  // namespace

Result<Credentials> ReadCredentials(const HttpRequest& request, bool method_is_public) {
  Credentials credentials;
  credentials.client_address = request.client_address;
  credentials.is_web = request.headers.Get("X-Qianmo-Client") == "web";
  credentials.in_background = request.headers.Get("X-Qianmo-Background") == "true" ||
                              !request.headers.Get("Last-Event-ID").empty();
  const Origin origin = OriginOf(request);
  if (credentials.is_web && !IsSafe(request) && origin == Origin::kForeign) return CsrfRefused();
  const std::string_view authorization = request.headers.Get("Authorization");
  if (authorization.empty()) {
    QM_TRY(ReadSessionCookie(request, method_is_public, origin, &credentials));
  } else {
    QM_TRY(ReadBearer(authorization, &credentials));
  }
  QM_TRY(ReadOnBehalfOf(request, &credentials));
  return credentials;
}

}  // namespace qianmo::gateway
