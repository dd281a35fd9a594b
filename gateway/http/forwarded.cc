#include "gateway/http/forwarded.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include <boost/beast/core/string.hpp>

#include "base/text.h"
#include "gateway/http/target.h"

namespace qianmo::gateway {
namespace {

namespace ip = boost::asio::ip;
using boost::beast::iequals;

ip::address_v6 Wide(const ip::address& address) {
  if (address.is_v6()) return address.to_v6();
  return ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

std::optional<ip::address> Parse(const std::string& text) {
  boost::system::error_code error;
  const auto address = ip::make_address(text, error);
  if (error) return {};
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

// Some proxies add the port: 192.0.2.1:4711, [2001:db8::1]:4711.
std::string WithoutPort(std::string_view text) {
  if (text.starts_with('[')) return std::string(text.substr(1, text.find(']') - 1));
  const std::size_t colon = text.find(':');
  const bool one_colon = colon != text.npos && text.find(':', colon + 1) == text.npos;
  return std::string(one_colon ? text.substr(0, colon) : text);
}

// The elements of all headers of that name, in the order in which the proxies added them.
std::vector<std::string_view> Elements(const Headers& headers, std::string_view name) {
  std::vector<std::string_view> elements;
  for (const auto& [key, value] : headers.all()) {
    if (!iequals({key.data(), key.size()}, {name.data(), name.size()})) continue;
    std::string_view rest = value;
    while (true) {
      const std::size_t comma = rest.find(',');
      elements.push_back(TrimBlanks(rest.substr(0, comma)));
      if (comma == rest.npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return elements;
}

}  // namespace

Network::Network(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto address = Parse(text.substr(0, slash));
  if (!address) throw std::runtime_error("not a network: " + text);
  prefix_ = Wide(*address).to_bytes();
  if (slash == text.npos) return;
  const unsigned most = address->is_v4() ? 32 : 128;
  unsigned length = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, length);
  if (error != std::errc() || stop != end || length > most) {
    throw std::runtime_error("not a network: " + text);
  }
  length_ = length + (128 - most);
}

bool Network::Has(const ip::address& address) const {
  const auto bytes = Wide(address).to_bytes();
  const std::size_t whole = length_ / 8;
  if (!std::equal(bytes.begin(), bytes.begin() + whole, prefix_.begin())) return false;
  if (length_ % 8 == 0) return true;
  const auto mask = static_cast<unsigned char>(0xff << (8 - length_ % 8));
  return (bytes[whole] & mask) == (prefix_[whole] & mask);
}

Proxies::Proxies(const std::vector<std::string>& networks)
    : networks_(networks.begin(), networks.end()) {}

bool Proxies::Trust(const std::string& address) const {
  if (networks_.empty()) return false;
  const auto parsed = Parse(address);
  return parsed && std::any_of(networks_.begin(), networks_.end(),
                               [&](const Network& network) { return network.Has(*parsed); });
}

void Proxies::Tell(const std::string& peer, HttpRequest* request) const {
  request->client_address = peer;
  if (!Trust(peer)) return;
  const auto hops = Elements(request->headers, "X-Forwarded-For");
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const auto address = Parse(WithoutPort(*hop));
    if (!address) break;
    request->client_address = address->to_string();
    if (!Trust(request->client_address)) break;
  }
  const auto schemes = Elements(request->headers, "X-Forwarded-Proto");
  if (!schemes.empty()) {
    request->secure = iequals({schemes.back().data(), schemes.back().size()}, "https");
  }
  const auto hosts = Elements(request->headers, "X-Forwarded-Host");
  if (!hosts.empty() && IsAuthority(hosts.back())) request->host = hosts.back();
}

}  // namespace qianmo::gateway
