// What the API says of its refusals is true: somewhere in the service there is such a reason,
// or in what lies below all services.
#include <algorithm>
#include <map>
#include <set>

#include "tidy/breaches.h"
#include "tidy/rules.h"

namespace qianmo::tidy {
namespace {

struct Declared {
  std::size_t line;
  std::string reason;
};

// The texts after each "reasons:" up to the bracket that ends them.
std::vector<Declared> DeclaredIn(const Source& proto) {
  static const RE2 begin(R"(\breasons: *(\[?))");
  static const RE2 reason(R"re("([A-Z][A-Z0-9_]*)")re");
  std::vector<Declared> all;
  bool inside = false;
  for (std::size_t i = 0; i < proto.lines.size(); ++i) {
    re2::StringPiece rest(proto.lines[i]);
    std::string bracket;
    const bool begins = !inside && RE2::FindAndConsume(&rest, begin, &bracket);
    if (!begins && !inside) continue;
    const bool ends = rest.find(']') != rest.npos || (begins && bracket.empty());
    for (std::string found; RE2::FindAndConsume(&rest, reason, &found);) {
      all.push_back({i + 1, found});
    }
    inside = !ends;
  }
  return all;
}

// "identity" for proto/qianmo/identity/v1/accounts.proto.
std::string PackageOf(const Source& proto) {
  const std::string rest = proto.path.substr(sizeof("proto/qianmo/") - 1);
  return rest.substr(0, rest.find('/'));
}

bool Gives(const Source& source, const std::string& reason) {
  return std::any_of(source.lines.begin(), source.lines.end(), [&](const std::string& line) {
    return line.find('"' + reason + '"') != line.npos;
  });
}

}  // namespace

Breaches DeclaredReasonsAreReal(const Tree& tree) {
  Breaches found;
  for (const Source& proto : tree) {
    if (!proto.In("proto/qianmo/") || !proto.Is(".proto")) continue;
    const std::string folder = "services/" + PackageOf(proto) + "/";
    for (const auto& [line, reason] : DeclaredIn(proto)) {
      const bool real = std::any_of(tree.begin(), tree.end(), [&](const Source& source) {
        const bool near = source.In(folder) || source.In("services/base/") ||
                          source.In("services/print/") || source.In("services/rpc/");
        return near && source.Is(".cc") && Gives(source, reason);
      });
      if (!real) found.push_back({proto.path, line, reason + " is a reason that nobody gives"});
    }
  }
  return found;
}

}  // namespace qianmo::tidy
