// The request's target: which forms of it are taken, and which tricks in a path are not.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/http/head.h"

namespace qianmo::gateway {

// Origin form (/path?query), or the absolute form of a request to a proxy; fills path and query.
std::optional<Fault> ParseTarget(std::string_view target, Head* head);

// host, host:port, address, [address]:port.
bool IsAuthority(std::string_view text);

}  // namespace qianmo::gateway
