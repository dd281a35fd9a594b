#include "gateway/transcode/path_template.h"

#include <stdexcept>
#include <utility>

namespace qianmo::gateway {
namespace {

using Kind = PathTemplate::Kind;

bool IsLiteralCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool IsFieldCharacter(char c) { return IsLiteralCharacter(c) && c != '-' && c != '~'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  PathTemplate Parse() {
    Expect('/');
    ParseSegments(/*inside=*/false);
    if (Take(':')) made_.verb = Run(IsLiteralCharacter, "a verb");
    if (at_ != text_.size()) Fail("nothing more");
    for (std::size_t i = 0; i + 1 < made_.segments.size(); ++i) {
      if (made_.segments[i].kind == Kind::kRest) Fail("** only at the end");
    }
    return std::move(made_);
  }

 private:
  [[noreturn]] void Fail(const std::string& wanted) const {
    throw std::invalid_argument("path template " + std::string(text_) + ": expected " + wanted +
                                " at " + std::to_string(at_));
  }
  bool Take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void Expect(char c) {
    if (!Take(c)) Fail(std::string("'") + c + "'");
  }
  std::string Run(bool (*fits)(char), const char* wanted) {
    const std::size_t from = at_;
    while (at_ < text_.size() && fits(text_[at_])) ++at_;
    if (at_ == from) Fail(wanted);
    return std::string(text_.substr(from, at_ - from));
  }

  void ParseSegments(bool inside) {
    do {
      ParseSegment(inside);
    } while (Take('/'));
  }
  void ParseSegment(bool inside) {
    if (Take('*')) {
      made_.segments.push_back({Take('*') ? Kind::kRest : Kind::kAny, ""});
    } else if (!inside && Take('{')) {
      ParseVariable();
    } else {
      made_.segments.push_back({Kind::kLiteral, Run(IsLiteralCharacter, "a segment")});
    }
  }
  void ParseVariable() {
    PathTemplate::Variable variable;
    variable.field = Run(IsFieldCharacter, "a field");
    variable.first = made_.segments.size();
    if (Take('=')) {
      ParseSegments(/*inside=*/true);
    } else {
      made_.segments.push_back({Kind::kAny, ""});
    }
    Expect('}');
    variable.count = made_.segments.size() - variable.first;
    variable.open_ended = made_.segments.back().kind == Kind::kRest;
    made_.variables.push_back(std::move(variable));
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  PathTemplate made_;
};

}  // namespace

PathTemplate PathTemplate::Parse(std::string_view text) { return Parser(text).Parse(); }

bool PathTemplate::AreAmbiguous(const PathTemplate& a, const PathTemplate& b) {
  if (a.verb != b.verb) return false;
  bool a_is_tighter = false;
  bool b_is_tighter = false;
  for (std::size_t i = 0;; ++i) {
    const bool a_ends = i == a.segments.size();
    const bool b_ends = i == b.segments.size();
    // "**" also fits no segment at all, so a path that ends here is the tighter one.
    const Kind in_a = a_ends ? Kind::kLiteral : a.segments[i].kind;
    const Kind in_b = b_ends ? Kind::kLiteral : b.segments[i].kind;
    if (in_a != Kind::kRest && in_b != Kind::kRest) {
      if (a_ends != b_ends) return false;
      if (a_ends) return a_is_tighter == b_is_tighter;
      if (in_a == Kind::kLiteral && in_b == Kind::kLiteral &&
          a.segments[i].text != b.segments[i].text) {
        return false;
      }
    }
    a_is_tighter = a_is_tighter || in_a < in_b;
    b_is_tighter = b_is_tighter || in_b < in_a;
    if (in_a == Kind::kRest || in_b == Kind::kRest) return a_is_tighter == b_is_tighter;
  }
}

}  // namespace qianmo::gateway
