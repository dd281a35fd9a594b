// The path templates of google.api.http:
//   Template = "/" Segments [":" verb];  Segments = Segment {"/" Segment};
//   Segment = "*" | "**" | literal | "{" field ["=" Segments] "}"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace qianmo::gateway {

struct PathTemplate {
  enum class Kind { kLiteral, kAny, kRest };  // in the order of precedence: "me", "*", "**"
  struct Segment {
    Kind kind = Kind::kLiteral;
    std::string text;  // kLiteral only
  };
  struct Variable {
    std::string field;  // "account.name"
    std::size_t first = 0;
    std::size_t count = 0;
    bool open_ended = false;  // its last segment is "**"
  };

  std::vector<Segment> segments;
  std::vector<Variable> variables;
  std::string verb;  // without the colon

  // Throws std::invalid_argument with the place for anything else than a template whose "**" comes
  // last and whose variables do not nest.
  static PathTemplate Parse(std::string_view text);

  // Whether some path fits both, and neither is more specific throughout: then only luck would
  // decide which of them answers.
  static bool AreAmbiguous(const PathTemplate& a, const PathTemplate& b);
};

}  // namespace qianmo::gateway
