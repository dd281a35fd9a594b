// Sessions for caller tokens: each session is exchanged at identity once in a caller token's life,
// however many requests come with it.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <grpcpp/support/status.h>

#include "base/clock.h"

namespace qianmo::gateway {

// A caller token and when it is over.
struct IssuedToken {
  std::string token;
  Time expires;
};

// Asks identity; `done` may be called from any thread, also at once.
struct TokenRequest {
  std::string session_token;
  std::string on_behalf_of;
  std::string client_address;
  bool is_web = false;
  std::string traceparent;
  bool background = false;  // nobody acts: the session's idle end stays
};
using IssueToken = std::function<void(
    const TokenRequest&, std::function<void(const grpc::Status&, const IssuedToken&)> done)>;

// Thread-safe. Holds digests of session tokens, never the tokens themselves.
class SessionTokens {
 public:
  // "Bearer qmt1.…"
  using Authorization = std::shared_ptr<const std::string>;
  // Null unless the status is OK.
  using Done = std::function<void(const grpc::Status&, const Authorization&)>;

  // A caller token is given out until so long before its end.
  static constexpr std::chrono::seconds kSpare{10};
  // A refusal is remembered so long, so that a dead session cannot flood identity. Trouble is not.
  static constexpr std::chrono::seconds kRefusalHolds{1};
  static constexpr std::size_t kMostInShard = 4'096;

  SessionTokens(IssueToken issue, const Clock& clock) : issue_(std::move(issue)), clock_(clock) {}
  // Waits for the exchanges that are under way.
  ~SessionTokens();

  // Calls `done` at once from the cache, or after one exchange that all who wait share. What was
  // exchanged in the background serves nobody who acts, so that identity sees him.
  void Exchange(const TokenRequest& request, Done done);
  // The next Exchange asks identity again.
  void Forget(std::string_view session_token, std::string_view on_behalf_of);

 private:
  struct Entry {
    bool pending = false;
    bool background = false;
    bool forgotten = false;  // while pending: the outcome is not to be kept
    std::vector<Done> waiting;
    Authorization authorization;
    grpc::Status status;
    Time until;

    bool Serves(const TokenRequest& request) const {
      return request.background || !background || (!pending && !status.ok());
    }
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<Entry>> entries;
  };

  Shard& ShardOf(const std::string& key);
  void MakeRoom(Shard& shard, Time now);
  void Settle(Shard& shard, const std::string& key, const std::shared_ptr<Entry>& entry,
              const grpc::Status& status, const IssuedToken& issued);

  void CountAsking(int step);

  const IssueToken issue_;
  const Clock& clock_;
  std::array<Shard, 16> shards_;
  std::mutex asking_mutex_;
  std::condition_variable asking_changed_;
  int asking_ = 0;
};

}  // namespace qianmo::gateway
