// Who serves which part of the paths.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

class Routes {
 public:
  // Exactly this path; or, when it ends with a slash, it and all below it, also without the slash
  // itself. The first that fits serves.
  void Add(std::string path, Serve serve) {
    routes_.emplace_back(std::move(path), std::move(serve));
  }
  // 404 where nothing fits.
  void operator()(std::shared_ptr<Exchange> exchange) const;

 private:
  std::vector<std::pair<std::string, Serve>> routes_;
};

}  // namespace qianmo::gateway
