// Who may look at whom: the same rings that the link targets enforce, and the libraries of each.
#include <algorithm>
#include <array>
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
  static const RE2 include(R"(^\s*#\s*include\s*["<]([^">]+)[">])");
  std::vector<Include> includes;
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    std::string path;
    if (RE2::PartialMatch(source.lines[i], include, &path)) includes.push_back({i + 1, path});
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
  return service == "qianmod" || service == "qianmoctl" || service == "qianmosms" ||
         service == "qianmobank";
}

// What of our own a file in services/ may include. Generated code is qianmo/…, google/…, grpc/….
std::vector<std::string> OwnIncludes(const Source& source) {
  const std::string service = ServiceOf(source);
  if (service == "base") return {"base/"};
  if (service == "sheet") return {"base/", "sheet/"};
  if (service == "crypto") return {"base/", "crypto/"};
  if (service == "pg") return {"base/", "crypto/", "pg/"};
  if (service == "rpc") return {"base/", "crypto/", "pg/", "rpc/", "qianmo/"};
  if (service == "print") return {"base/", "print/"};
  if (service == "picture") return {"base/", "picture/"};
  if (IsDomain(source)) return {"base/", service + "/domain/"};
  return {"base/", "sheet/", "print/",  "picture/",   "crypto/",
          "pg/",   "rpc/",   "qianmo/", service + "/"};
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
  std::string home;         // the files that may include it
  std::string except = {};  // those of them that may not
};

const std::vector<Library>& Libraries() {
  static const std::vector<Library> libraries = {
      {{"openssl/", "argon2.h", "sodium"}, "^(services/crypto/|gateway/http/tls\\.)"},
      {{"xlsxwriter.h", "iconv.h"}, "^services/sheet/"},
      {{"expat.h"}, "^services/ledger/bankfile/"},
      {{"jpeglib.h", "png.h", "webp/"}, "^services/picture/"},
      {{"boost/asio/ssl"}, "^gateway/http/tls\\."},
      {{"boost/"}, "^(gateway/|services/qianmosms/)"},
      {{"pqxx/", "libpq-fe.h", "libpq"}, "^services/(pg/|[a-z]+/[a-z_]*_store\\.)"},
      {{"grpc/", "grpcpp/"},
       "^(gateway/|services/(rpc/|qianmod/|qianmoctl/|[a-z]+/[a-z_]*_service\\.))"},
      {{"cairo", "pango/", "qrencode.h"}, "^services/([a-z]+/)?print/"},
      {{"prometheus/"}, "^(gateway/|services/(rpc/|qianmod/))"},
      {{"google/protobuf/", "google/rpc/", "google/longrunning/", "google/type/"},
       "^(gateway|services)/",
       "^services/(base/|sheet/|picture/|crypto/|[a-z]+/domain/)"},
      {{"CLI/"}, "^(gateway/(main|options)\\.|services/(qianmod|qianmoctl|qianmosms|qianmobank)/)"},
  };
  return libraries;
}

bool IsHome(const Library& library, const Source& source) {
  return RE2::PartialMatch(source.path, library.home) &&
         (library.except.empty() || !RE2::PartialMatch(source.path, library.except));
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
    if (!source.IsCpp() || !(source.In("services/") || source.In("gateway/"))) continue;
    for (const Include& include : IncludesOf(source)) {
      for (const Library& library : Libraries()) {
        if (!StartsWithAny(include.path, library.includes)) continue;
        if (IsHome(library, source)) continue;
        found.push_back({source.path, include.line, include.path + " belongs to another ring"});
      }
    }
  }
  return found;
}

}  // namespace qianmo::tidy
