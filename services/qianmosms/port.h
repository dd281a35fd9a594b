// The provider's HTTP port without its sockets: who may ask, what is taken, and what goes wrong.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "messages/provider_signature.h"
#include "qianmosms/faults.h"
#include "qianmosms/store.h"

namespace qianmo::sms {

struct PortRequest {
  messages::SignedRequest request;
  std::string signature;
};

struct PortAnswer {
  int status = 200;
  std::string body;
  std::optional<int> retry_after_seconds = {};
  bool cut = false;  // the connection goes instead of the answer
  std::chrono::milliseconds delay{0};
};

class Port {
 public:
  // How far a request's timestamp may lie from our clock, on both sides.
  static constexpr std::chrono::minutes kWindow{5};

  Port(Store& store, std::string key, const Faults& faults, const Clock& clock)
      : store_(store), key_(std::move(key)), faults_(faults), clock_(clock) {}

  PortAnswer Answer(const PortRequest& request);
  // How long to wait before the request is looked at.
  std::chrono::milliseconds TakeDelay(const PortRequest& request) const;

 private:
  // Why it is not believed; empty when it is. Each nonce is believed once.
  std::string Distrust(const PortRequest& request);
  PortAnswer Take(const std::string& body);
  PortAnswer TellReports(const std::string& query);
  PortAnswer ShowTexts() const;

  Store& store_;
  const std::string key_;
  const Faults faults_;
  const Clock& clock_;
  std::map<std::string, Time> nonces_;
  int given_ = 0;
};

}  // namespace qianmo::sms
