// The status line and headers of an answer, with those that every answer of ours carries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

// How an answer is told apart from the next one on the connection.
enum class Framing {
  kLength,   // Content-Length
  kChunked,  // unknown length, HTTP/1.1
  kUntilEnd  // unknown length, HTTP/1.0: the connection's end is the answer's
};

struct Manner {
  Framing framing = Framing::kLength;
  std::uint64_t length = 0;  // kLength
  bool http10 = false;
  bool keep_alive = true;
};

std::string ResponseHead(const HttpResponse& response, const HttpRequest& request,
                         const Manner& manner);
// Whether an answer of this status has a body at all.
bool HasBody(int status);

}  // namespace qianmo::gateway
