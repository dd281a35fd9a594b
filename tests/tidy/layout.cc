// What lies where, under which name, and that nothing is left lying about.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "tidy/breaches.h"
#include "tidy/rules.h"

namespace qianmo::tidy {
namespace {

// The words of a file's path: "services/base/time_text.cc" has services, base, time, text, cc.
std::vector<std::string> Words(const std::string& path) {
  std::vector<std::string> words(1);
  for (const char c : path) {
    if (c == '/' || c == '_' || c == '-' || c == '.') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

// The header that a source implements: of ours that it includes, the one whose name ends its own
// name (install.h of units_install.cc), otherwise the first.
std::string SubjectOf(const Source& source) {
  static const RE2 include(R"(^#include "((?:.*/)?([^/"]+)\.h)\")");
  std::string first;
  for (const std::string& line : source.lines) {
    std::string header, name;
    if (!RE2::PartialMatch(line, include, &header, &name)) continue;
    if (source.Stem().ends_with(name)) return header;
    if (first.empty()) first = header;
  }
  return first;
}

bool IsTested(const Tree& tree, const Source& source) {
  const std::string folder = "tests/" + source.Folder() + "/";
  const std::string include = "#include \"" + SubjectOf(source) + "\"";
  return std::any_of(tree.begin(), tree.end(), [&](const Source& test) {
    if (!test.In(folder) || !test.Is("_test.cc")) return false;
    return test.path == folder + source.Stem() + "_test.cc" ||
           std::find(test.lines.begin(), test.lines.end(), include) != test.lines.end();
  });
}

}  // namespace

Breaches TopLevelIsFixed(const Tree& tree) {
  static const std::set<std::string> fixed = {"CMakeLists.txt", "README.md", "db",       "gateway",
                                              "proto",          "qianmo",    "services", "tests"};
  std::set<std::string> seen;
  Breaches found;
  for (const Source& source : tree) {
    const std::string top = source.path.substr(0, source.path.find('/'));
    if (top.starts_with('.') || fixed.contains(top) || !seen.insert(top).second) continue;
    found.push_back({top, 0, "does not belong at the top of the tree"});
  }
  return found;
}

Breaches NamesSayWhatIsInside(const Tree& tree) {
  static const std::set<std::string> empty = {"common", "core",    "helper",  "helpers",
                                              "misc",   "manager", "shared",  "stuff",
                                              "util",   "utils",   "utility", "utilities"};
  static const RE2 type(
      R"(^\s*(class|struct|enum class)\s+\w*(Manager|Processor|Helper|Utils?)\b[^;]*$)");
  Breaches found;
  for (const Source& source : tree) {
    for (const std::string& word : Words(source.path)) {
      if (empty.contains(word)) found.push_back({source.path, 0, "'" + word + "' says nothing"});
    }
    if (source.IsCpp()) FindLines(source, source.code, type, "the name says nothing", found);
  }
  return found;
}

Breaches NamesAreThereOnce(const Tree& tree) {
  static const RE2 name(
      R"(^(?:constexpr|const) [^()=]*?\b(k[A-Z]\w*)|^(?:struct|class) (\w+)[^;:]*\{)");
  std::map<std::pair<std::string, std::string>, const Source*> first;
  Breaches found;
  for (const Source& source : tree) {
    // Each of the measures is a program of its own.
    if (!source.Is(".cc") || source.In("tests/bench/")) continue;
    for (std::size_t i = 0; i < source.code.size(); ++i) {
      std::string constant, type;
      if (!RE2::PartialMatch(source.code[i], name, &constant, &type)) continue;
      const auto& word = constant.empty() ? type : constant;
      const auto [at, fresh] = first.emplace(std::pair(source.Folder(), word), &source);
      if (fresh || at->second == &source) continue;
      found.push_back({source.path, i + 1, word + " is in " + at->second->FileName() + " too"});
    }
  }
  return found;
}

Breaches TypesAreThereOnce(const Tree& tree) {
  static const RE2 name(R"(^(?:struct|class) (\w+)(?: final)?(?: : [^;]*)? ?\{)");
  static const RE2 opening(R"(^namespace ([\w:]+) \{)");
  std::map<std::pair<std::string, std::string>, const Source*> first;
  Breaches found;
  for (const Source& source : tree) {
    // Each test is a program of its own.
    if (!source.Is(".h") || source.In("tests/")) continue;
    std::string space, type;
    for (std::size_t i = 0; i < source.code.size(); ++i) {
      RE2::PartialMatch(source.code[i], opening, &space);
      if (!RE2::PartialMatch(source.code[i], name, &type)) continue;
      const auto [at, fresh] = first.emplace(std::pair(space, type), &source);
      if (fresh) continue;
      found.push_back({source.path, i + 1, type + " is in " + at->second->path + " too"});
    }
  }
  return found;
}

Breaches SourcesHaveTests(const Tree& tree) {
  Breaches found;
  for (const Source& source : tree) {
    if (!source.In("services/") || !source.Is(".cc") || source.FileName() == "main.cc") continue;
    if (IsTested(tree, source)) continue;
    found.push_back({source.path, 0, "has no test in tests/" + source.Folder()});
  }
  return found;
}

Breaches MigrationsCountUp(const Tree& tree) {
  static const RE2 name(R"(^db/migrations/(\d{4})_[a-z][a-z0-9_]*\.sql$)");
  Breaches found;
  int expected = 1;
  for (const Source& source : tree) {
    if (!source.In("db/migrations/") || !source.Is(".sql")) continue;
    int number = 0;
    if (!RE2::FullMatch(source.path, name, &number)) {
      found.push_back({source.path, 0, "is not named NNNN_what.sql"});
    } else if (number != expected++) {
      found.push_back({source.path, 0, "is out of the order 0001, 0002, …"});
    }
  }
  return found;
}

Breaches NothingIsLeftForLater(const Tree& tree) {
  static const RE2 mark(R"(\b(TODO|FIXME|XXX|HACK|TBD|WIP)\b)");
  Breaches found;
  for (const Source& source : tree) {
    if (source.In("tests/tidy/") || source.Is("package-lock.json")) continue;
    FindLines(source, source.lines, mark, "is left for later", found);
  }
  return found;
}

Breaches NoPathsOfOneMachine(const Tree& tree) {
  static const RE2 path(
      R"((^|[^\w.$}])/(root|work|Users|mnt|home/\w+)/[\w.]|BEGIN [A-Z ]*PRIVATE KEY)");
  static const RE2 download(R"("resolved": *"http)");
  Breaches found;
  for (const Source& source : tree) {
    if (source.In("tests/tidy/")) continue;
    FindLines(source, source.lines, path, "names something of one machine", found);
    FindLines(source, source.lines, download, "records a download address", found);
  }
  return found;
}

Breaches FilesSayWhatTheyAreFor(const Tree& tree) {
  static const std::map<std::string, std::string> marks = {
      {".h", "//"}, {".proto", "//"}, {".sql", "--"}, {".sh", "#"}, {".cmake", "#"}};
  Breaches found;
  for (const Source& source : tree) {
    const std::size_t dot = source.FileName().rfind('.');
    if (dot == std::string::npos) continue;
    const auto mark = marks.find(source.FileName().substr(dot));
    if (mark == marks.end()) continue;
    if (!source.lines.empty() && source.lines.front().starts_with(mark->second)) continue;
    found.push_back({source.path, 1, "does not open with what it is for"});
  }
  return found;
}

}  // namespace qianmo::tidy
