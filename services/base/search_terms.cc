#include "base/search_terms.h"

#include <set>

#include "base/text.h"

namespace qianmo {
namespace {

// The code points of valid UTF-8.
std::vector<std::string> Characters(std::string_view text) {
  std::vector<std::string> characters;
  for (const char byte : text) {
    const bool continues = (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
    if (!continues || characters.empty()) characters.emplace_back();
    characters.back() += byte;
  }
  return characters;
}

void AddPairs(const std::vector<std::string>& characters, std::set<std::string>* terms) {
  for (std::size_t i = 1; i < characters.size(); ++i) {
    terms->insert(characters[i - 1] + characters[i]);
  }
}

}  // namespace

std::string FoldName(std::string_view name) {
  const auto folded = NormalizeHandle(name);
  return folded ? *folded : "";
}

std::vector<std::string> SearchTerms(std::string_view name) {
  const auto characters = Characters(FoldName(name));
  std::set<std::string> terms(characters.begin(), characters.end());
  AddPairs(characters, &terms);
  return {terms.begin(), terms.end()};
}

std::vector<std::string> QueryTerms(std::string_view part) {
  const auto characters = Characters(FoldName(part));
  if (characters.size() == 1) return characters;
  std::set<std::string> terms;
  AddPairs(characters, &terms);
  return {terms.begin(), terms.end()};
}

}  // namespace qianmo
