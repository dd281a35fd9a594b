// Reads the head of a request, strictly: what two servers could read in two ways is refused, so
// that nobody smuggles one request inside another.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/http/exchange.h"
#include "gateway/http/fault.h"
#include "gateway/http/limits.h"

namespace qianmo::gateway {

struct Head {
  HttpRequest request;    // all but the body, the address and the trace
  std::string authority;  // the host of an absolute-form target
  bool http10 = false;
  bool keep_alive = true;
  bool expects_continue = false;
  bool chunked = false;
  std::optional<std::uint64_t> length;
};

// Finds the end of a head in bytes that arrive piece by piece.
class HeadFinder {
 public:
  // `bytes` is all that has arrived since the last head, at most once more than the last time. The
  // size of the head with its empty line, or 0 while that is to come.
  std::size_t Find(std::string_view bytes, const Limits& limits, std::optional<Fault>* fault);
  void Reset() { *this = {}; }

 private:
  std::size_t seen_ = 0;
  std::size_t line_begin_ = 0;
  bool first_line_ = true;
};

// `bytes` is a whole head with its empty line.
std::optional<Fault> ParseHead(std::string_view bytes, const Limits& limits, Head* head);

}  // namespace qianmo::gateway
