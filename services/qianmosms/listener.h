// The sockets of the simulated provider: HTTP/1.1 on this machine only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "qianmosms/port.h"

namespace qianmo::sms {

// Serves on one thread from construction to destruction.
class Listener {
 public:
  // Throws std::runtime_error for an address that is taken or not of this machine; port 0 takes a
  // free one.
  Listener(const std::string& address, std::uint16_t port, Port& answers);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int port() const;

 private:
  struct Sockets;

  std::unique_ptr<Sockets> sockets_;
  std::thread thread_;
};

}  // namespace qianmo::sms
