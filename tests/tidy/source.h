// One file of the tree, split so that a rule can look at the code, the comments or the texts alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qianmo::tidy {

// The views have one entry a line, and what is not in a view is blank there.
struct Source {
  std::string path;                   // from the top of the tree
  std::vector<std::string> lines;     // as they are
  std::vector<std::string> code;      // without comments and the insides of texts
  std::vector<std::string> comments;  // only comments
  std::vector<std::string> texts;     // only the insides of string and character literals

  bool Is(std::string_view ending) const { return std::string_view(path).ends_with(ending); }
  bool In(std::string_view folder) const { return std::string_view(path).starts_with(folder); }
  bool IsCpp() const { return Is(".cc") || Is(".h"); }
  bool IsShell() const { return Is(".sh") || path == "qianmo" || path == ".ci/run"; }
  std::string Folder() const;    // "services/base"
  std::string FileName() const;  // "money.cc"
  std::string Stem() const;      // "money"
};

Source ParseSource(std::string path, std::string_view text);

struct Breach {
  std::string path;
  std::size_t line;  // from 1; 0 for the file as a whole
  std::string what;
};

using Tree = std::vector<Source>;
using Breaches = std::vector<Breach>;

}  // namespace qianmo::tidy
