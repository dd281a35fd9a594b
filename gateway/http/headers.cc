#include <boost/beast/core/string.hpp>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

std::string_view Headers::Get(std::string_view name) const {
  for (const auto& [key, value] : all_) {
    if (boost::beast::iequals({key.data(), key.size()}, {name.data(), name.size()})) return value;
  }
  return {};
}

void Headers::Replace(std::string_view name, std::string value) {
  for (auto& [key, old] : all_) {
    if (boost::beast::iequals({key.data(), key.size()}, {name.data(), name.size()})) {
      old = std::move(value);
      return;
    }
  }
}

}  // namespace qianmo::gateway
