#include "rpc/trace.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::rpc {
namespace {

constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kSpanId[] = "00f067aa0ba902b7";
const std::string kBody = std::string(kTraceId) + "-" + kSpanId;

void ExpectHex(const std::string& text, std::size_t size) {
  EXPECT_EQ(text.size(), size);
  EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), text.npos) << text;
}

TEST(Trace, ContinuesAValidTraceWithASpanOfItsOwn) {
  for (const std::string& given :
       {"00-" + kBody + "-01", "01-" + kBody + "-01", "fe-" + kBody + "-01",
        "cc-" + kBody + "-01-what the future appends", "cc-" + kBody + "-01-"}) {
    const Trace trace = Trace::Continue(given);
    EXPECT_EQ(trace.trace_id, kTraceId) << given;
    EXPECT_NE(trace.span_id, kSpanId) << given;
    ExpectHex(trace.span_id, 16);
  }
}

TEST(Trace, StartsAnewAfterAnythingElse) {
  const std::string trace_id = kTraceId, span_id = kSpanId;
  const std::string zero_trace(32, '0'), zero_span(16, '0');
  std::string upper = trace_id;
  upper[1] = 'B';
  for (const std::string& given : {
           std::string(),
           std::string("-"),
           "00-" + kBody,
           "00-" + kBody + "-",
           "00-" + kBody + "-0",
           "00-" + kBody + "-011",
           "00-" + kBody + "-01-",
           "00-" + kBody + "-01-more",
           "01-" + kBody + "-01more",
           "ff-" + kBody + "-01",
           "0G-" + kBody + "-01",
           "0A-" + kBody + "-01",
           "0-" + kBody + "-01-",
           "00-" + kBody + "-0g",
           "00-" + kBody + "-0A",
           "00_" + kBody + "-01",
           "00-" + kBody + "_01",
           "00-" + trace_id + "_" + span_id + "-01",
           "00-" + zero_trace + "-" + span_id + "-01",
           "00-" + trace_id + "-" + zero_span + "-01",
           "00-" + upper + "-" + span_id + "-01",
           "00-" + trace_id.substr(1) + "g-" + span_id + "-01",
           "00-" + trace_id + "-" + span_id.substr(1) + "g-01",
           "00-" + trace_id.substr(1) + "-" + span_id + "0-01",
           " 00-" + kBody + "-01",
           "00-" + kBody + "-01 ",
       }) {
    const Trace trace = Trace::Continue(given);
    ExpectHex(trace.trace_id, 32);
    ExpectHex(trace.span_id, 16);
    EXPECT_NE(trace.trace_id, kTraceId) << given;
    EXPECT_NE(trace.trace_id, zero_trace) << given;
    EXPECT_TRUE(trace.sampled) << given;
  }
}

TEST(Trace, ReadsTheSampledBitOfAnyFlags) {
  for (int flags = 0; flags < 256; ++flags) {
    const char digits[] = "0123456789abcdef";
    const std::string given = "00-" + kBody + "-" + digits[flags >> 4] + digits[flags & 15];
    EXPECT_EQ(Trace::Continue(given).sampled, flags % 2 == 1) << given;
  }
}

TEST(Trace, PassesOnWhatTheNextHopContinues) {
  for (const bool sampled : {true, false}) {
    const Trace first = Trace::Continue("00-" + kBody + (sampled ? "-01" : "-00"));
    EXPECT_EQ(first.Traceparent(),
              std::string("00-") + kTraceId + "-" + first.span_id + (sampled ? "-01" : "-00"));
    const Trace second = Trace::Continue(first.Traceparent());
    EXPECT_EQ(second.trace_id, first.trace_id);
    EXPECT_NE(second.span_id, first.span_id);
    EXPECT_EQ(second.sampled, sampled);
  }
}

TEST(Trace, NeverStartsTheSameTraceTwice) {
  std::set<std::string> traces, spans;
  for (int i = 0; i < 1'000; ++i) {
    const Trace trace = Trace::Continue("");
    traces.insert(trace.trace_id);
    spans.insert(trace.span_id);
  }
  EXPECT_EQ(traces.size(), 1'000u);
  EXPECT_EQ(spans.size(), 1'000u);
}

}  // namespace
}  // namespace qianmo::rpc
