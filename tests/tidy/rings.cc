// Who may look at whom: the same rings that the link targets enforce, and the libraries of each.
#include <algorithm>
#include <array>
#include <regex>
#include <string_view>
#include <utility>

#include "tidy/breaches.h"
#include "tidy/rules.h"

namespace qianmo::tidy {
namespace {

struct Include {
  std::size_t line;
  std::string path;
};

std::vector<Include> IncludesOf(const Source& source) {
  static const std::regex include = Expression(R"(^\s*#\s*include\s*["<]([^">]+)[">])");
  std::vector<Include> includes;
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    std::smatch match;
    if (std::regex_search(source.lines[i], match, include)) includes.push_back({i + 1, match[1]});
  }
  return includes;
}

bool StartsWithAny(std::string_view path, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](const std::string& start) { return path.starts_with(start); });
}

// "identity" for services/identity/domain/role.h; "" outside of services/.
std::string ServiceOf(const Source& source) {
  if (!source.In("services/")) return "";
  const std::string rest = source.path.substr(sizeof("services/") - 1);
  return rest.substr(0, rest.find('/'));
}

bool IsDomain(const Source& source) {
  return source.In("services/" + ServiceOf(source) + "/domain/");
}

bool IsProgram(const std::string& service) {
  return service == "qianmod" || service == "qianmoctl";
}

// What of our own a file in services/ may include. Generated code is qianmo/…, google/…, grpc/….
std::vector<std::string> OwnIncludes(const Source& source) {
  const std::string service = ServiceOf(source);
  if (service == "base") return {"base/"};
  if (service == "crypto") return {"base/", "crypto/"};
  if (service == "pg") return {"base/", "crypto/", "pg/"};
  if (service == "rpc") return {"base/", "crypto/", "pg/", "rpc/", "qianmo/"};
  if (IsDomain(source)) return {"base/", service + "/domain/"};
  return {"base/", "crypto/", "pg/", "rpc/", "qianmo/", service + "/"};
}

bool IsOwn(const Tree& tree, const std::string& path) {
  return path.starts_with("qianmo/") ||
         std::any_of(tree.begin(), tree.end(), [&](const Source& source) {
           return source.path == "services/" + path || source.path == "db/" + path ||
                  (source.path == path && source.In("db/"));
         });
}

struct Library {
  std::vector<std::string> includes;
  std::regex home;  // the files that may include it
};

const std::vector<Library>& Libraries() {
  static const std::vector<Library> libraries = {
      {{"openssl/", "argon2.h", "sodium"}, Expression("^services/crypto/")},
      {{"pqxx/", "libpq-fe.h", "libpq"}, Expression("^services/(pg/|[a-z]+/[a-z_]*_store\\.)")},
      {{"grpc/", "grpcpp/"},
       Expression("^services/(rpc/|qianmod/|qianmoctl/|[a-z]+/[a-z_]*_service\\.)")},
      {{"prometheus/"}, Expression("^services/(rpc/|qianmod/)")},
      {{"google/protobuf/", "google/rpc/", "google/longrunning/", "google/type/"},
       Expression("^services/(?!base/|crypto/|[a-z]+/domain/)")},
      {{"CLI/"}, Expression("^services/(qianmod|qianmoctl)/")},
  };
  return libraries;
}

}  // namespace

Breaches RingsLookInward(const Tree& tree) {
  Breaches found;
  for (const Source& source : tree) {
    if (!source.IsCpp() || !source.In("services/") || IsProgram(ServiceOf(source))) continue;
    const std::vector<std::string> allowed = OwnIncludes(source);
    for (const Include& include : IncludesOf(source)) {
      if (!IsOwn(tree, include.path) || StartsWithAny(include.path, allowed)) continue;
      found.push_back({source.path, include.line, "may not look at " + include.path});
    }
  }
  return found;
}

Breaches LibrariesStayInTheirRing(const Tree& tree) {
  Breaches found;
  for (const Source& source : tree) {
    if (!source.IsCpp() || !source.In("services/")) continue;
    for (const Include& include : IncludesOf(source)) {
      for (const Library& library : Libraries()) {
        if (!StartsWithAny(include.path, library.includes)) continue;
        if (std::regex_search(source.path, library.home)) continue;
        found.push_back({source.path, include.line, include.path + " belongs to another ring"});
      }
    }
  }
  return found;
}

}  // namespace qianmo::tidy
