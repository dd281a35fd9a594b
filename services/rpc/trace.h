// W3C trace context: one id follows a request from the browser through every service and the
// outbox.
#pragma once

#include <string>
#include <string_view>

namespace qianmo::rpc {

struct Trace {
  std::string trace_id;  // 32 hex digits
  std::string span_id;   // 16 hex digits: this hop
  bool sampled = true;

  // Continues a valid `traceparent`, with a span of its own; anything else starts a new trace.
  static Trace Continue(std::string_view traceparent);
  std::string Traceparent() const;
};

}  // namespace qianmo::rpc
