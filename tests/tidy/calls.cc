// What may be called only in certain places, or nowhere.

#include "tidy/breaches.h"
#include "tidy/rules.h"

namespace qianmo::tidy {
namespace {

// The rules quote what they forbid.
bool IsRuleBook(const Source& source) { return source.In("tests/tidy/"); }

// SQL is a file of its own or a text in a C++ file.
const std::vector<std::string>* SqlOf(const Source& source) {
  if (source.Is(".sql")) return &source.code;
  return source.IsCpp() && !IsRuleBook(source) ? &source.texts : nullptr;
}

bool IsPure(const Source& source) { return source.path.find("/domain/") != std::string::npos; }

// Whether the block that opens at `line` throws on, keeps the exception, or says why it does not.
bool Explains(const Source& source, std::size_t line) {
  static const RE2 passes_on(R"(\bthrow\b|current_exception|\babort\b)");
  int depth = 0;
  bool opened = false;
  for (std::size_t i = line; i < source.code.size(); ++i) {
    std::string code = source.code[i];
    if (i == line) code.erase(0, code.find("catch"));
    if (source.comments[i].find_first_not_of(' ') != std::string::npos) return true;
    if (RE2::PartialMatch(code, passes_on)) return true;
    for (const char c : code) {
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      opened = opened || c == '{';
      if (opened && depth == 0) return false;
    }
  }
  return false;
}

}  // namespace

Breaches TimeIsPassedIn(const Tree& tree) {
  static const RE2 clocks(
      R"(system_clock::now|\b(std::)?time\((nullptr|NULL|0|&\w+)\)|gettimeofday|CLOCK_REALTIME)");
  Breaches found;
  for (const Source& source : tree) {
    if (!source.IsCpp() || source.path == "services/base/clock.cc") continue;
    FindLines(source, source.code, clocks, "reads the clock; only base/clock.cc may", found);
  }
  return found;
}

Breaches RandomnessHasItsPlaces(const Tree& tree) {
  static const RE2 sources(
      R"(random_device|\bs?rand\(|\b[dlm]rand48\(|default_random_engine|dev/u?random)");
  Breaches found;
  for (const Source& source : tree) {
    if (!source.IsCpp() || IsRuleBook(source)) continue;
    FindLines(source, source.code, sources, "randomness comes from crypto, ids from base", found);
  }
  return found;
}

Breaches ServicesSpeakThroughTheLog(const Tree& tree) {
  static const RE2 streams(
      R"(\b(f|v|vf|d)?printf\(|\bf?puts\(|\bputchar\(|std::(cout|cerr|clog)\b)");
  Breaches found;
  for (const Source& source : tree) {
    const bool speaks = source.In("services/qianmoctl/") || source.In("services/rpc/log.") ||
                        source.path == "services/qianmod/main.cc" ||
                        source.path == "services/qianmosms/main.cc" ||
                        source.path == "services/qianmobank/main.cc";
    if (!source.IsCpp() || !source.In("services/") || speaks) continue;
    FindLines(source, source.code, streams, "prints; services log through rpc/log", found);
  }
  return found;
}

Breaches CatchAllExplainsItself(const Tree& tree) {
  static const RE2 catch_all(R"(\bcatch\s*\(\s*\.\.\.\s*\))");
  Breaches found;
  for (const Source& source : tree) {
    if (!source.IsCpp()) continue;
    for (std::size_t i = 0; i < source.code.size(); ++i) {
      if (!RE2::PartialMatch(source.code[i], catch_all) || Explains(source, i)) continue;
      found.push_back({source.path, i + 1, "catch (...) neither throws on nor says why"});
    }
  }
  return found;
}

Breaches QuantitiesAreExact(const Tree& tree) {
  static const RE2 inexact(R"(\b(float|double)\b)");
  Breaches found;
  for (const Source& source : tree) {
    if (!source.IsCpp() || !source.In("services/")) continue;
    if (!source.In("services/base/") && !IsPure(source)) continue;
    FindLines(source, source.code, inexact, "floating point beside money, shares or areas", found);
  }
  return found;
}

Breaches SqlNamesItsColumns(const Tree& tree) {
  static const RE2 star(R"((?i)\b(select|returning)\s+(distinct\s+|all\s+)?(\w+\.)?\*)");
  Breaches found;
  for (const Source& source : tree) {
    if (const auto* sql = SqlOf(source)) {
      FindLines(source, *sql, star, "SQL must name its columns", found);
    }
  }
  return found;
}

Breaches SqlIsToldTheTime(const Tree& tree) {
  static const RE2 clocks(
      R"((?i)\b(now|(transaction|statement|clock)_timestamp|timeofday)\s*\(\s*\)|)"
      R"(\b(current|local)_(timestamp|date|time)\b|\blocaltime(stamp)?\b)");
  Breaches found;
  for (const Source& source : tree) {
    if (const auto* sql = SqlOf(source)) {
      FindLines(source, *sql, clocks, "SQL must be told the time", found);
    }
  }
  return found;
}

}  // namespace qianmo::tidy
