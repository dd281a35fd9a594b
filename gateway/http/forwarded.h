// Who is really asking, and how, when proxies of ours stand in between. Nobody else is believed.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

// 10.0.0.0/8, 2001:db8::/32, or one address.
class Network {
 public:
  // Throws std::runtime_error when `text` is neither.
  explicit Network(const std::string& text);
  bool Has(const boost::asio::ip::address& address) const;

 private:
  boost::asio::ip::address_v6::bytes_type prefix_;  // IPv4 as ::ffff:a.b.c.d
  unsigned length_ = 128;
};

class Proxies {
 public:
  explicit Proxies(const std::vector<std::string>& networks);

  bool Trust(const std::string& address) const;
  // Sets client_address, secure and host by what the proxies say; `peer` is who connected. The
  // client is the rightmost address of X-Forwarded-For that no proxy of ours has.
  void Tell(const std::string& peer, HttpRequest* request) const;

 private:
  std::vector<Network> networks_;
};

}  // namespace qianmo::gateway
