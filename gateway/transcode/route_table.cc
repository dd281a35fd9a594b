#include "gateway/transcode/route_table.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <google/protobuf/descriptor_database.h>

#include "gateway/transcode/bind_route.h"
#include "gateway/transcode/percent.h"
#include "google/api/annotations.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// More than any template has; a longer path fits only "**", and nobody needs one so long.
constexpr std::size_t kMostSegments = 64;

// Google's own services are linked too, for their messages, and nobody serves them.
bool IsOurs(const ServiceDescriptor* service) {
  return service->full_name().compare(0, 7, "qianmo.") == 0;
}

bool HasBinding(const ServiceDescriptor* service) {
  for (int i = 0; i < service->method_count(); ++i) {
    if (service->method(i)->options().HasExtension(google::api::http)) return true;
  }
  return false;
}

// False for what is no path at all.
bool SplitPath(std::string_view path, std::vector<std::string_view>* segments) {
  if (path.empty() || path.front() != '/') return false;
  segments->reserve(8);
  for (std::size_t from = 1; from <= path.size();) {
    const std::size_t slash = std::min(path.find('/', from), path.size());
    if (segments->size() == kMostSegments) return false;
    segments->push_back(path.substr(from, slash - from));
    from = slash + 1;
  }
  return true;
}

}  // namespace

// Walks the tree for one request. `allowed` collects the methods of all routes that fit the path.
struct RouteTable::Search {
  const std::vector<std::string_view>& segments;
  std::string_view verb;
  std::string_view method;
  std::set<std::string_view> allowed = {};

  const Route* Find(const Node& node, std::size_t at) {
    if (at == segments.size()) {
      if (const Route* route = Choose(node.leaves)) return route;
      return Choose(node.rest);
    }
    const std::string_view segment = segments[at];
    if (const Node* next = Literal(node, segment)) {
      if (const Route* route = Find(*next, at + 1)) return route;
    }
    if (node.any != nullptr && !segment.empty()) {
      if (const Route* route = Find(*node.any, at + 1)) return route;
    }
    return Choose(node.rest);
  }

  static const Node* Literal(const Node& node, std::string_view segment) {
    auto found = node.literals.find(segment);
    if (found == node.literals.end() && segment.find('%') != segment.npos) {
      const auto decoded = PercentDecode(segment, Decoding::kSegment);
      if (decoded) found = node.literals.find(std::string_view(*decoded));
    }
    return found == node.literals.end() ? nullptr : found->second.get();
  }

  const Route* Choose(const std::vector<Leaf>& leaves) {
    for (const Leaf& leaf : leaves) {
      if (leaf.verb != verb) continue;
      const std::string_view takes = leaf.route->http_method;
      if (takes == method || (takes == "GET" && method == "HEAD")) return leaf.route;
      allowed.insert(takes);
    }
    return nullptr;
  }
};

RouteTable::RouteTable(const std::vector<const ServiceDescriptor*>& services) {
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) AddMethod(service->method(i));
  }
  RefuseAmbiguity();
}

void RouteTable::AddMethod(const MethodDescriptor* method) {
  if (!method->options().HasExtension(google::api::http)) return;
  const google::api::HttpRule& rule = method->options().GetExtension(google::api::http);
  std::vector<const google::api::HttpRule*> rules = {&rule};
  for (const auto& more : rule.additional_bindings()) rules.push_back(&more);
  for (const google::api::HttpRule* one : rules) {
    PathTemplate shape;
    routes_.push_back(BindRoute(method, *one, &shape));
    Add(routes_.back(), shape);
    shapes_.push_back(std::move(shape));
  }
}

void RouteTable::Add(const Route& route, const PathTemplate& shape) {
  Node* node = &root_;
  for (const auto& segment : shape.segments) {
    if (segment.kind == PathTemplate::Kind::kRest) {
      node->rest.push_back({shape.verb, &route});
      return;
    }
    auto& next =
        segment.kind == PathTemplate::Kind::kAny ? node->any : node->literals[segment.text];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  node->leaves.push_back({shape.verb, &route});
}

void RouteTable::RefuseAmbiguity() const {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (routes_[i].http_method != routes_[j].http_method) continue;
      if (!PathTemplate::AreAmbiguous(shapes_[i], shapes_[j])) continue;
      throw std::runtime_error(routes_[i].http_method + " " + routes_[i].pattern + " of " +
                               routes_[i].method->full_name() + " and " + routes_[j].pattern +
                               " of " + routes_[j].method->full_name() +
                               " could take the same request");
    }
  }
}

RouteMatch RouteTable::Match(std::string_view method, std::string_view path) const {
  RouteMatch match;
  if (!SplitPath(path, &match.segments)) return match;
  std::set<std::string_view> allowed;
  // A colon in the last segment begins a verb, if any route has it; else it belongs to a name.
  const std::string_view last = match.segments.back();
  const std::size_t colon = last.rfind(':');
  if (colon != last.npos) {
    match.segments.back() = last.substr(0, colon);
    Search with_verb{match.segments, last.substr(colon + 1), method};
    match.route = with_verb.Find(root_, 0);
    if (match.route != nullptr) return match;
    allowed = std::move(with_verb.allowed);
    match.segments.back() = last;
  }
  Search search{match.segments, "", method};
  match.route = search.Find(root_, 0);
  if (match.route != nullptr) return match;
  allowed.merge(search.allowed);
  if (allowed.contains("GET")) allowed.insert("HEAD");
  for (const std::string_view one : allowed) {
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += one;
  }
  return match;
}

std::vector<const ServiceDescriptor*> RouteTable::LinkedServices() {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  std::vector<std::string> files;
  google::protobuf::DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::sort(files.begin(), files.end());
  std::vector<const ServiceDescriptor*> services;
  for (const std::string& name : files) {
    const auto* file = pool->FindFileByName(name);
    for (int i = 0; file != nullptr && i < file->service_count(); ++i) {
      const ServiceDescriptor* service = file->service(i);
      if (IsOurs(service) && HasBinding(service)) services.push_back(service);
    }
  }
  return services;
}

}  // namespace qianmo::gateway
