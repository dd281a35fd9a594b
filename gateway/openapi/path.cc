#include "gateway/openapi/path.h"

#include <algorithm>
#include <stdexcept>

namespace qianmo::gateway {
namespace {

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// "accounts" -> "account", "counties" -> "county".
std::string Singular(const std::string& plural) {
  if (plural.ends_with("ies")) return plural.substr(0, plural.size() - 3) + "y";
  if (plural.ends_with("s")) return plural.substr(0, plural.size() - 1);
  return plural;
}

// The parts of a pattern such as "counties/[1-9][0-9]{0,8}" where they lie beside those of the
// template; else none.
std::vector<std::string> PatternParts(const std::vector<std::string>& segments,
                                      const std::string& pattern) {
  std::vector<std::string> parts = Split(pattern);
  if (parts.size() != segments.size()) return {};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (segments[i] != "*" && segments[i] != parts[i]) return {};
  }
  return parts;
}

class Writer {
 public:
  explicit Writer(const std::function<std::string(const std::string&)>& pattern_of)
      : pattern_of_(pattern_of) {}

  void AddLiteral(char c) { open.path += c; }

  // What stands between the braces.
  void AddVariable(const std::string& variable) {
    const std::size_t equals = variable.find('=');
    const std::string field = variable.substr(0, equals);
    const std::string value = equals == variable.npos ? "*" : variable.substr(equals + 1);
    const std::vector<std::string> segments = Split(value);
    const std::vector<std::string> patterns = PatternParts(segments, pattern_of_(field));
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (i > 0) open.path += '/';
      if (segments[i] != "*" && segments[i] != "**") {
        open.path += segments[i];
        continue;
      }
      const bool named = i > 0 && segments[i] == "*" && segments[i - 1] != "*";
      const std::string name =
          Fresh(named ? Singular(segments[i - 1]) : field.substr(field.rfind('.') + 1));
      open.path += "{" + name + "}";
      open.parameters.push_back({name, field, value, patterns.empty() ? "" : patterns[i]});
    }
  }

  OpenPath open;

 private:
  std::string Fresh(const std::string& name) const {
    std::string fresh = name;
    for (int i = 2; std::any_of(open.parameters.begin(), open.parameters.end(),
                                [&](const auto& one) { return one.name == fresh; });
         ++i) {
      fresh = name + std::to_string(i);
    }
    return fresh;
  }

  const std::function<std::string(const std::string&)>& pattern_of_;
};

}  // namespace

OpenPath OpenPathOf(const std::string& declared,
                    const std::function<std::string(const std::string&)>& pattern_of) {
  Writer writer(pattern_of);
  for (std::size_t at = 0; at < declared.size(); ++at) {
    if (declared[at] != '{') {
      writer.AddLiteral(declared[at]);
      continue;
    }
    const std::size_t end = declared.find('}', at);
    if (end == declared.npos) throw std::runtime_error(declared + " is no path template");
    writer.AddVariable(declared.substr(at + 1, end - at - 1));
    at = end;
  }
  return std::move(writer.open);
}

}  // namespace qianmo::gateway
