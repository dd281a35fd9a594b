// Files, lines and functions that fit into a head.
#include <algorithm>
#include <array>

#include "tidy/breaches.h"
#include "tidy/rules.h"

namespace qianmo::tidy {
namespace {

constexpr std::size_t kFileLines = 500;
constexpr std::size_t kFunctionLines = 70;
constexpr std::size_t kColumns = 100;

bool IsWritten(const Source& source) {
  static constexpr std::array<std::string_view, 10> kEndings = {
      ".cc", ".h", ".proto", ".sql", ".sh", ".ts", ".vue", ".cmake", "CMakeLists.txt", ".css"};
  return source.IsShell() || std::any_of(kEndings.begin(), kEndings.end(),
                                         [&](std::string_view end) { return source.Is(end); });
}

// Characters, not bytes: a Chinese character counts as one.
std::size_t Width(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Follows the braces of a C++ file. A brace that opens outside of any function, and is not one of a
// namespace, a type or an initialiser, opens a function.
class FunctionFinder {
 public:
  FunctionFinder(const Source& source, Breaches& found) : source_(source), found_(found) {}

  void Run() {
    bool continued = false;
    for (line_ = 1; line_ <= source_.code.size(); ++line_) {
      const std::string& code = source_.code[line_ - 1];
      const std::size_t first = code.find_first_not_of(' ');
      const bool directive = continued || (first != std::string::npos && code[first] == '#');
      continued = directive && code.find_last_not_of(' ') != std::string::npos &&
                  code[code.find_last_not_of(' ')] == '\\';
      if (directive) continue;
      for (const char c : code) See(c);
      if (!head_.empty()) head_ += ' ';
    }
  }

 private:
  enum class Block { kOpen, kFunction, kOther };  // kOpen: declarations follow

  void See(char c) {
    if (c == '{') return Open();
    if (c == '}') return Close();
    if (c == ';' && parentheses_ == 0) return head_.clear();
    parentheses_ += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (head_.empty() && c == ' ') return;
    if (head_.empty()) head_line_ = line_;
    head_ += c;
  }

  void Open() {
    const bool declaring = blocks_.empty() || blocks_.back().kind == Block::kOpen;
    const std::size_t since = head_.empty() ? line_ : head_line_;
    blocks_.push_back({declaring ? Classify() : Block::kOther, since});
    head_.clear();
    parentheses_ = 0;
  }

  void Close() {
    head_.clear();
    if (blocks_.empty()) return;
    const auto [kind, since] = blocks_.back();
    blocks_.pop_back();
    const std::size_t lines = line_ - since + 1;
    if (kind != Block::kFunction || lines <= kFunctionLines) return;
    found_.push_back({source_.path, since, "a function of " + std::to_string(lines) + " lines"});
  }

  Block Classify() const {
    static const RE2 type(
        R"(^(template\s*<.*>\s*)?(inline\s+)?(namespace|class|struct|union|enum|extern)\b[^()]*$)");
    if (RE2::PartialMatch(head_, type)) return Block::kOpen;
    return AssignsOutsideParentheses() ? Block::kOther : Block::kFunction;
  }

  bool AssignsOutsideParentheses() const {
    if (head_.find("operator") != std::string::npos) return false;
    int depth = 0;
    for (const char c : head_) {
      depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
      if (c == '=' && depth <= 0) return true;
    }
    return false;
  }

  struct Opened {
    Block kind;
    std::size_t since;
  };

  const Source& source_;
  Breaches& found_;
  std::size_t line_ = 0;
  std::size_t head_line_ = 0;
  std::string head_;  // what has been read since the last declaration ended
  int parentheses_ = 0;
  std::vector<Opened> blocks_;
};

void MeasureShellFunctions(const Source& source, Breaches& found) {
  static const RE2 opening(R"(^[a-z_]+\(\) [{(]$)");
  std::size_t since = 0;
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    if (RE2::PartialMatch(source.lines[i], opening)) since = i + 1;
    if (since == 0 || (source.lines[i] != "}" && source.lines[i] != ")")) continue;
    const std::size_t lines = i + 2 - since;
    if (lines > kFunctionLines) {
      found.push_back({source.path, since, "a function of " + std::to_string(lines) + " lines"});
    }
    since = 0;
  }
}

}  // namespace

Breaches FilesAreShort(const Tree& tree) {
  Breaches found;
  for (const Source& source : tree) {
    if (source.lines.size() <= kFileLines || !(IsWritten(source) || source.Is(".md"))) continue;
    found.push_back({source.path, 0, std::to_string(source.lines.size()) + " lines"});
  }
  return found;
}

Breaches LinesAreNarrow(const Tree& tree) {
  Breaches found;
  for (const Source& source : tree) {
    if (!IsWritten(source)) continue;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      const std::size_t width = Width(source.lines[i]);
      if (width > kColumns) {
        found.push_back({source.path, i + 1, std::to_string(width) + " columns"});
      }
    }
  }
  return found;
}

Breaches FunctionsAreShort(const Tree& tree) {
  Breaches found;
  for (const Source& source : tree) {
    if (source.IsCpp()) FunctionFinder(source, found).Run();
    if (source.IsShell()) MeasureShellFunctions(source, found);
  }
  return found;
}

}  // namespace qianmo::tidy
