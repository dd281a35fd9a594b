// The cookies that a browser keeps for us. No script can read them, and no other site can send
// them.
#pragma once

#include <string>
#include <string_view>

#include "gateway/http/exchange.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::gateway {

// The value that the request carries; "" for none.
std::string_view ReadCookie(const Headers& headers, rpc::v1::Cookie cookie);

// Adds Set-Cookie. The session goes with the browser, the device stays for half a year. A value
// with other characters than our tokens have throws std::invalid_argument.
void SetCookie(rpc::v1::Cookie cookie, std::string_view value, Headers* headers);
void ClearCookie(rpc::v1::Cookie cookie, Headers* headers);

}  // namespace qianmo::gateway
