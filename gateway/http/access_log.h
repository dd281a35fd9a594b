// One JSON line a request, without what is nobody's business: no query, no headers but one.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

struct Served {
  const HttpRequest& request;
  std::string_view called;  // who answered
  std::string_view reason;  // of the HTTP side's own refusal, or ""
  int status = 0;           // 0 when the client left before its answer
  std::uint64_t bytes = 0;  // of the body
  std::chrono::microseconds took{0};
};

void LogServed(const Served& served);

}  // namespace qianmo::gateway
