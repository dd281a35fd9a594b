#include "rpc/trace.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/random.h"

namespace qianmo::rpc {
namespace {

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool AllZero(std::string_view text) { return text.find_first_not_of('0') == text.npos; }

// version "00": 2-32-16-2 hex digits; "ff" is forbidden, later versions may only append.
bool IsValid(std::string_view text) {
  if (text.size() < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
  const std::string_view version = text.substr(0, 2);
  if (!IsHex(version) || version == "ff" || (version == "00" && text.size() != 55)) return false;
  if (text.size() > 55 && text[55] != '-') return false;
  const std::string_view trace = text.substr(3, 32);
  const std::string_view span = text.substr(36, 16);
  return IsHex(trace) && IsHex(span) && IsHex(text.substr(53, 2)) && !AllZero(trace) &&
         !AllZero(span);
}

}  // namespace

Trace Trace::Continue(std::string_view traceparent) {
  Trace trace;
  trace.span_id = ToHex(crypto::RandomBytes(8));
  if (IsValid(traceparent)) {
    trace.trace_id = traceparent.substr(3, 32);
    trace.sampled = FromHex(traceparent.substr(53, 2)).value()[0] & 1;
  } else {
    trace.trace_id = ToHex(crypto::RandomBytes(16));
  }
  return trace;
}

std::string Trace::Traceparent() const {
  return "00-" + trace_id + "-" + span_id + (sampled ? "-01" : "-00");
}

}  // namespace qianmo::rpc
