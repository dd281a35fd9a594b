// All routes of the gateway, and the one that a request takes.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/transcode/path_template.h"
#include "gateway/transcode/route.h"

namespace qianmo::gateway {

struct RouteMatch {
  const Route* route = nullptr;  // null: no such path, or not by this method
  std::string allow;             // the methods of a path that exists, for 405; "" where it does not
  // The path's segments, still encoded, without the verb. They point into the path.
  std::vector<std::string_view> segments;
};

class RouteTable {
 public:
  // Throws std::runtime_error when two bindings could take the same request, or when one names
  // fields that do not exist or cannot be bound.
  explicit RouteTable(const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  // `path` as sent. A literal goes before `*`, which goes before `**`.
  RouteMatch Match(std::string_view method, std::string_view path) const;

  const std::deque<Route>& routes() const { return routes_; }

  // Every service of the program that has an HTTP binding.
  static std::vector<const google::protobuf::ServiceDescriptor*> LinkedServices();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  struct Leaf {
    std::string verb;
    const Route* route;
  };
  struct Node {
    std::unordered_map<std::string, std::unique_ptr<Node>, Hash, std::equal_to<>> literals;
    std::unique_ptr<Node> any;
    std::vector<Leaf> leaves;  // of paths that end here
    std::vector<Leaf> rest;    // of paths that go on with "**"
  };
  struct Search;

  void AddMethod(const google::protobuf::MethodDescriptor* method);
  void Add(const Route& route, const PathTemplate& shape);
  void RefuseAmbiguity() const;

  std::deque<Route> routes_;  // addresses must not move
  std::vector<PathTemplate> shapes_;
  Node root_;
};

}  // namespace qianmo::gateway
