// What the API says of its refusals is true: somewhere in the service there is such a reason,
// or in what lies below all services. And people are told each of them in words.
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

// Those that any method may give: {"REASON", "what it means"}.
std::vector<Declared> ReasonsOfAll(const Source& source) {
  static const RE2 row(R"re(^ *\{"([A-Z][A-Z0-9_]*)", ")re");
  std::vector<Declared> all;
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    std::string reason;
    if (RE2::PartialMatch(source.lines[i], row, &reason)) all.push_back({i + 1, reason});
  }
  return all;
}

// The reasons that the web app has a sentence for; the types see to its being there in each
// language.
std::set<std::string> ReasonsInWords(const Tree& tree) {
  static const RE2 entry(R"(^  ([A-Z][A-Z0-9_]*): \[)");
  std::set<std::string> all;
  for (const Source& source : tree) {
    if (!source.In("gateway/web/src/text/reasons/")) continue;
    for (const std::string& line : source.lines) {
      std::string reason;
      if (RE2::PartialMatch(line, entry, &reason)) all.insert(reason);
    }
  }
  return all;
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

Breaches DeclaredReasonsAreInWords(const Tree& tree) {
  const std::set<std::string> in_words = ReasonsInWords(tree);
  Breaches found;
  for (const Source& source : tree) {
    const bool proto = source.In("proto/qianmo/") && source.Is(".proto");
    if (!proto && source.path != "services/rpc/reasons.cc") continue;
    for (const auto& [line, reason] : proto ? DeclaredIn(source) : ReasonsOfAll(source)) {
      if (in_words.contains(reason)) continue;
      found.push_back(
          {source.path, line, reason + " has no sentence in gateway/web/src/text/reasons"});
    }
  }
  return found;
}

}  // namespace qianmo::tidy
