// TLS towards the outside, with a certificate that may be replaced while we run. The only place of
// the gateway that knows OpenSSL.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "gateway/http/wire.h"

namespace qianmo::gateway {

class Tls {
 public:
  // PEM files: the certificate with its chain, and its key. Throws std::runtime_error when they
  // cannot be used.
  Tls(std::filesystem::path certificate, std::filesystem::path key);
  ~Tls();

  // Takes a new pair when the files have changed; a broken one is logged and the old one stays.
  // Connections that exist keep what they began with. Wrap and Renew may be called at once.
  void Renew();
  std::unique_ptr<Wire> Wrap(Wire::Socket socket, Wire::Owner& owner);

 private:
  struct State;

  const std::filesystem::path certificate_;
  const std::filesystem::path key_;
  std::unique_ptr<State> state_;
};

}  // namespace qianmo::gateway
