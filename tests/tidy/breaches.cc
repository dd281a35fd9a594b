#include "tidy/breaches.h"

namespace qianmo::tidy {

std::regex Expression(const std::string& pattern) {
  return std::regex(pattern, std::regex::ECMAScript | std::regex::optimize);
}

std::regex AnyCase(const std::string& pattern) {
  return std::regex(pattern, std::regex::ECMAScript | std::regex::icase | std::regex::optimize);
}

void FindLines(const Source& source, const std::vector<std::string>& view, const std::regex& wanted,
               const std::string& what, Breaches& found) {
  for (std::size_t i = 0; i < view.size(); ++i) {
    if (std::regex_search(view[i], wanted)) found.push_back({source.path, i + 1, what});
  }
}

std::string ToString(const Breaches& breaches) {
  std::string text;
  for (const Breach& breach : breaches) {
    text += breach.path;
    if (breach.line > 0) text += ":" + std::to_string(breach.line);
    text += ": " + breach.what + "\n";
  }
  return text;
}

}  // namespace qianmo::tidy
