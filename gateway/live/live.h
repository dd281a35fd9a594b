// Server streams over HTTP: as server-sent events, as JSON lines, or as one JSON array, whichever
// the client accepts.
//
// A stream whose messages have a `version` and whose request has an `after_version` is a watch: all
// clients that watch the same share one upstream stream and get the newest state instead of a
// queue. When upstream ends, it is opened again, and the clients notice nothing. Any other stream
// is finite: every message is delivered, as fast as the client takes them.
//
// Where nothing is to be said for 15 s a heartbeat is sent: a comment among events, an empty line
// among lines, white space in the array.
//
// An error in the middle of a stream is its last event (`event: error`), line or element; the
// answer itself is complete, so that what was sent before it can be read in all three forms.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>

#include "gateway/transcode/route.h"

namespace qianmo::gateway {

struct LiveOptions {
  std::chrono::milliseconds heartbeat{15'000};
  // How long a new client waits for a service that is away before it is told so.
  std::chrono::milliseconds patience{5'000};
  // How long clients that are let in already wait for it.
  std::chrono::milliseconds long_patience{60'000};
  std::chrono::milliseconds first_retry{100};
  std::chrono::milliseconds longest_retry{5'000};
};

struct LiveStats {
  std::size_t watches = 0;   // upstream streams that are shared
  std::size_t clients = 0;   // of watches
  std::uint64_t frames = 0;  // that upstream has sent
};

class Watches;

class Live {
 public:
  explicit Live(LiveOptions options = {});
  ~Live();
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  // Answers a server-streaming method.
  void Serve(std::shared_ptr<Exchange> exchange, const Route& route, std::string request,
             UpstreamCaller caller);
  LiveStats stats() const;
  // Ends the answers of all watches well; clients of events come back by themselves. From now on
  // new ones are refused.
  void Drain();
  // Cancels what is left and waits for it. Before the upstreams go.
  void Close();

 private:
  const std::shared_ptr<Watches> watches_;
  std::thread timers_;
};

}  // namespace qianmo::gateway
