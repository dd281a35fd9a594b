// One watched state: an upstream stream that is opened again and again, and all who watch it.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <google/protobuf/message.h>

#include "gateway/live/stream_client.h"
#include "gateway/live/upstream_stream.h"
#include "gateway/live/watches.h"

namespace qianmo::gateway {

// The fields that make a server stream a watch.
struct WatchFields {
  const google::protobuf::FieldDescriptor* after_version = nullptr;  // of the request
  const google::protobuf::FieldDescriptor* version = nullptr;        // of the messages
  const google::protobuf::FieldDescriptor* server_time = nullptr;    // of the messages, if any

  // Nothing for a stream that is no watch.
  static std::optional<WatchFields> Of(const google::protobuf::MethodDescriptor& method);
};

class Watch : public std::enable_shared_from_this<Watch> {
 public:
  // `request` without after_version.
  Watch(std::shared_ptr<Watches> watches, std::string key, const Route& route, WatchFields fields,
        std::unique_ptr<google::protobuf::Message> request, UpstreamCaller caller);

  const std::string& key() const { return key_; }
  std::size_t clients() const;

  // Called by Watches: the first to join opens the upstream stream, the last to leave closes it.
  void Add(const std::shared_ptr<StreamClient>& client);
  // Whether nobody is left.
  bool Remove(const std::shared_ptr<StreamClient>& client);
  // Lets go of everybody, and of upstream.
  std::vector<std::shared_ptr<StreamClient>> Stop();
  void Greet(const std::shared_ptr<StreamClient>& client);
  void Beat();

 private:
  using Instant = std::chrono::steady_clock::time_point;
  using State = std::shared_ptr<google::protobuf::Message>;

  // What was opened once is opened again in the background: that a page is open does not keep its
  // session from the idle end.
  void Open(const UpstreamCaller& caller);
  void Begin(std::unique_ptr<grpc::ClientContext> context);
  void Admitted();
  void Received(grpc::ByteBuffer bytes);
  void Ended(const grpc::Status& status);
  // How long to wait before upstream is opened again; nothing when that would not help.
  std::optional<std::chrono::milliseconds> RetryAfter(const grpc::Status& status);
  std::chrono::milliseconds Backoff();
  void Publish(State state, std::string version);
  std::shared_ptr<const Frame> FrameNow();
  std::vector<std::shared_ptr<StreamClient>> Everybody() const;

  const std::shared_ptr<Watches> watches_;
  const std::string key_;
  const Route& route_;
  const WatchFields fields_;
  const std::unique_ptr<google::protobuf::Message> request_;
  const UpstreamCaller caller_;

  mutable std::mutex mutex_;
  std::unordered_set<std::shared_ptr<StreamClient>> clients_;
  std::shared_ptr<UpstreamStream> stream_;
  bool opened_ = false;    // the first client has come
  bool closed_ = false;    // the last has gone
  bool admitted_ = false;  // by upstream, at least once
  bool token_retried_ = false;
  int attempts_ = 0;  // since upstream was last well
  std::optional<Instant> failing_since_;
  Instant stream_began_{};

  State state_;  // the newest
  std::string version_;
  Instant received_{};
  std::shared_ptr<const Frame> frame_;
  Instant frame_made_{};
  std::uint64_t serial_ = 0;
};

}  // namespace qianmo::gateway
