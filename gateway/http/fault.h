// Why the HTTP side itself refuses a request, before anybody above it has seen it.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

// All texts are literals.
struct Fault {
  int status = 400;
  std::string_view reason;   // UPPER_SNAKE, stable
  std::string_view message;  // one English sentence
  std::chrono::seconds retry_after{0};
};

// In the form of AIP-193, with Retry-After where the fault names a time.
HttpResponse Refuse(const Fault& fault);

}  // namespace qianmo::gateway
