#include "tidy/breaches.h"

namespace qianmo::tidy {

void FindLines(const Source& source, const std::vector<std::string>& view, const RE2& wanted,
               const std::string& what, Breaches& found) {
  for (std::size_t i = 0; i < view.size(); ++i) {
    if (RE2::PartialMatch(view[i], wanted)) found.push_back({source.path, i + 1, what});
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
