// Live state for those who watch it: one poll of the database a process, however many watch, and
// only while somebody does. Watchers get the newest state, not every event on the way to it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/server_callback.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "pg/transaction.h"
#include "rpc/room.h"

namespace qianmo::rpc {

// A topic that is watched, and the version of it that the feed has read last; "" before the first.
struct Watched {
  std::string topic;
  std::string version;
};

template <class State>
struct Changed {
  std::string topic;
  State state;
};

struct FeedOptions {
  std::chrono::milliseconds interval{200};
  // How long a county may be unreadable before its watches end with UNAVAILABLE.
  std::chrono::milliseconds patience{5'000};
  std::size_t most_watchers = 5'000;
  std::size_t most_per_account = 50;
};

struct FeedStats {
  std::size_t watchers = 0;
  std::uint64_t frames = 0;
};

class FeedBase;

// One stream. Deletes itself when it is over; all of it is guarded by the mutex of its feed.
class Watcher final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  Watcher(FeedBase& feed, grpc::CallbackServerContext* context) : feed_(feed), context_(context) {}

  // Takes a place among the watchers, until the stream is over. Strangers (account "") together get
  // half of all places, so that they cannot shut out who has signed in.
  Result<Done> Reserve(const std::string& account);
  // Then one of these, once, and the watcher must not be touched any more.
  void Start(CountyId county, const std::string& topic, std::string after_version, Time until);
  void Refuse(const grpc::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  friend class FeedBase;

  void End(const grpc::Status& status);
  void Proceed();

  FeedBase& feed_;
  grpc::CallbackServerContext* const context_;
  std::optional<std::string> account_;  // once a place is reserved
  std::pair<int, std::string> key_;
  Time until_{};
  std::string sent_;  // the version that the caller has
  grpc::ByteBuffer frame_;
  std::optional<grpc::Status> end_;
  bool decided_ = false;  // started or refused; before that only the worker may finish the stream
  bool started_ = false;
  bool writing_ = false;
  bool finished_ = false;
};

// What a feed is apart from the type of its state.
class FeedBase {
 public:
  struct Frame {
    std::string topic;
    std::string version;
    std::string state;  // serialised, without server_time
  };
  using ReadFrames =
      std::function<std::vector<Frame>(pg::Transaction&, CountyId, const std::vector<Watched>&)>;

  FeedBase(const Room& room, FeedOptions options, int server_time_field, ReadFrames read);
  ~FeedBase() { Close(); }
  FeedBase(const FeedBase&) = delete;
  FeedBase& operator=(const FeedBase&) = delete;

  const Clock& clock() const { return room_.clock; }
  FeedStats stats() const;
  // Ends every watch with OK and polls no more: the process drains.
  void Close();

 private:
  friend class Watcher;

  struct Topic {
    std::string version;  // "" until it was read
    grpc::Slice state;
    std::set<Watcher*> watchers;
  };
  using Key = std::pair<int, std::string>;  // county, topic
  using Instant = std::chrono::steady_clock::time_point;
  using Asked = std::vector<std::pair<int, std::vector<Watched>>>;
  // A county that cannot be read.
  struct Ailing {
    Instant since;
    Instant next_try;
  };

  void Run();
  void PollOnce(std::unique_lock<std::mutex>& lock, bool only_new);
  Asked Ask(bool only_new) const;
  std::vector<Frame> ReadCounty(int county, const std::vector<Watched>& watched) const;
  void Publish(int county, const std::vector<Frame>& frames);
  void EndThoseDue();
  void EndAll(const grpc::Status& status);
  void NoteTrouble(int county, const std::string& what, Instant began);
  void NoteReadable(int county);
  grpc::ByteBuffer FrameOf(const Topic& topic) const;
  void Leave(Watcher* watcher);

  const Room& room_;
  const FeedOptions options_;
  const int server_time_field_;
  const ReadFrames read_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, Topic> topics_;
  std::map<std::string, std::size_t> places_;  // by account
  std::size_t watchers_ = 0;
  std::uint64_t frames_ = 0;
  std::map<int, Ailing> ailing_;  // by county
  bool asked_ = false;            // somebody waits for a topic that was not read yet
  bool closing_ = false;
  std::thread thread_;
};

// `State` has `string version`, which changes with the state, and `Timestamp server_time`, which
// the feed sets whenever it sends. Bound by Endpoint::OnWatch.
template <class State>
class Feed final : public FeedBase {
 public:
  // Reads, within one transaction, the states of this county's topics whose version differs from
  // the one given. A topic may have no state yet. The unary GetX reads with the same function.
  using Read = std::function<std::vector<Changed<State>>(pg::Transaction&, CountyId,
                                                         const std::vector<Watched>&)>;

  // `room` must outlive the feed.
  Feed(const Room& room, Read read, FeedOptions options = {})
      : FeedBase(room, options, State::kServerTimeFieldNumber,
                 [read = std::move(read)](pg::Transaction& tx, CountyId county,
                                          const std::vector<Watched>& watched) {
                   std::vector<Frame> frames;
                   for (Changed<State>& changed : read(tx, county, watched)) {
                     changed.state.clear_server_time();
                     frames.push_back({std::move(changed.topic), changed.state.version(),
                                       changed.state.SerializeAsString()});
                   }
                   return frames;
                 }) {}
};

}  // namespace qianmo::rpc
