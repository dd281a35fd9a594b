// The provider of text messages as its HTTP port: several requests under way at once, all driven by
// the one thread that owns this. It decides nothing; delivery.h says what an answer means.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "messages/domain/delivery.h"
#include "qianmo/messages/v1/provider.pb.h"

namespace qianmo::messages {

struct ProviderOptions {
  std::string url;  // "http://127.0.0.1:7404"; empty: there is no provider yet
  std::string key_file;
};

// How a request ended.
struct ProviderReply {
  ProviderAnswer answer;
  v1::ProviderReceipt receipt;
  v1::ProviderReports reports;
  std::optional<Duration> retry_after;
  std::string error;  // for people, whenever it was not a success
};

class Provider {
 public:
  using OnReply = std::function<void(const ProviderReply&)>;

  // Reads the key. Throws std::runtime_error for a key or url that cannot be.
  Provider(const ProviderOptions& options, const Clock& clock);
  // Forgets what is under way.
  ~Provider();
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;

  // `on_reply` runs within Work.
  void Send(const v1::ProviderMessage& message, OnReply on_reply);
  void PullReports(const std::string& account, const std::string& after, OnReply on_reply);
  int under_way() const { return static_cast<int>(under_way_.size()); }
  // Moves what is under way on, waiting at most so long for anything to happen.
  void Work(std::chrono::milliseconds at_most);
  // Ends Work's waiting at once; from any thread.
  void Wake();

 private:
  struct Request;

  void Start(const std::string& method, const std::string& target, std::string body,
             OnReply on_reply);
  void Finish(void* easy, int result);

  const std::string base_;
  const std::string key_;
  const Clock& clock_;
  void* const multi_;
  std::map<void*, std::unique_ptr<Request>> under_way_;
};

}  // namespace qianmo::messages
