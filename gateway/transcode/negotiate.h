// What the headers of a request ask for: the form of body and answer, and how long to wait.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "gateway/http/exchange.h"

namespace qianmo::gateway {

inline constexpr std::chrono::milliseconds kLongestWait{30'000};

// Whether `type` ("application/json") is among what an Accept header takes; no header takes all.
bool Accepts(std::string_view accept, std::string_view type);

// Whether a Content-Type is JSON in UTF-8.
bool IsJson(std::string_view content_type);

// X-Request-Timeout: "5", "2.5", "5s" or "300ms". kLongestWait when it is absent or longer; nothing
// for what is no time above zero.
std::optional<std::chrono::milliseconds> WaitOf(std::string_view timeout);

}  // namespace qianmo::gateway
