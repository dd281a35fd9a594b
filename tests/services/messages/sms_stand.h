// The simulated provider in this process, with the faults that a test wants.
#pragma once

#include <fstream>

#include "messages/sender.h"
#include "qianmosms/listener.h"
#include "support/process.h"

namespace qianmo::messages {

inline constexpr char kProviderKey[] = "a key of the provider's, 32 chars";

class SmsStand {
 public:
  explicit SmsStand(const Clock& clock, const sms::Faults& faults = {})
      : store_(folder_.path() / "store"),
        answers_(store_, kProviderKey, faults, clock),
        listener_("127.0.0.1", 0, answers_) {
    std::ofstream(key_file()) << kProviderKey << '\n';
  }

  std::string key_file() const { return folder_.path() / "key"; }
  SenderOptions options() const {
    return {.provider = {.url = "http://127.0.0.1:" + std::to_string(listener_.port()),
                         .key_file = key_file()},
            .site = "https://qianmo.example"};
  }
  // Only while nothing is under way.
  const sms::Store& store() const { return store_; }

 private:
  support::TemporaryFolder folder_;
  sms::Store store_;
  sms::Port answers_;
  sms::Listener listener_;
};

}  // namespace qianmo::messages
