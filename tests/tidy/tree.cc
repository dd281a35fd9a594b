#include "tidy/tree.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace qianmo::tidy {
namespace {

constexpr std::array<std::string_view, 5> kLeftOut = {".git", ".cache", "build", "dist",
                                                      "node_modules"};

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  return text.find('\0') == std::string::npos ? text : "";
}

}  // namespace

Tree ReadTree(const std::filesystem::path& root) {
  Tree tree;
  std::filesystem::recursive_directory_iterator entry(root), end;
  for (; entry != end; ++entry) {
    const std::string name = entry->path().filename().string();
    const bool left_out = std::find(kLeftOut.begin(), kLeftOut.end(), name) != kLeftOut.end();
    if (left_out && entry->is_directory()) entry.disable_recursion_pending();
    if (left_out || !entry->is_regular_file()) continue;
    tree.push_back(ParseSource(entry->path().lexically_relative(root).generic_string(),
                               ReadAll(entry->path())));
  }
  std::sort(tree.begin(), tree.end(),
            [](const Source& a, const Source& b) { return a.path < b.path; });
  return tree;
}

}  // namespace qianmo::tidy
