#include "gateway/upstream/cookies.h"

#include <algorithm>
#include <stdexcept>

#include <boost/beast/core/string.hpp>

namespace qianmo::gateway {
namespace {

// __Host- makes browsers insist on Secure, on Path=/ and on this very host.
std::string_view NameOf(rpc::v1::Cookie cookie) {
  return cookie == rpc::v1::COOKIE_SESSION ? "__Host-qianmo-session" : "__Host-qianmo-device";
}

constexpr std::string_view kAttributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";
constexpr std::string_view kHalfAYear = "; Max-Age=15552000";

bool IsTokenCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_';
}

std::string_view InHeader(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    header.remove_prefix(std::min(header.find_first_not_of("; \t"), header.size()));
    const std::size_t end = std::min(header.find(';'), header.size());
    const std::string_view pair = header.substr(0, end);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return pair.substr(name.size() + 1);
    }
    header.remove_prefix(end);
  }
  return {};
}

}  // namespace

std::string_view ReadCookie(const Headers& headers, rpc::v1::Cookie cookie) {
  for (const auto& [name, value] : headers.all()) {
    if (!boost::beast::iequals(name, "Cookie")) continue;
    const std::string_view found = InHeader(value, NameOf(cookie));
    if (!found.empty()) return found;
  }
  return {};
}

void SetCookie(rpc::v1::Cookie cookie, std::string_view value, Headers* headers) {
  if (!std::all_of(value.begin(), value.end(), IsTokenCharacter)) {
    throw std::invalid_argument("this value cannot be kept in a cookie");
  }
  std::string text(NameOf(cookie));
  text.append("=").append(value).append(kAttributes);
  if (cookie == rpc::v1::COOKIE_DEVICE) text += kHalfAYear;
  headers->Add("Set-Cookie", std::move(text));
}

void ClearCookie(rpc::v1::Cookie cookie, Headers* headers) {
  std::string text(NameOf(cookie));
  text.append("=").append(kAttributes).append("; Max-Age=0");
  headers->Add("Set-Cookie", std::move(text));
}

}  // namespace qianmo::gateway
