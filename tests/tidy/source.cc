#include "tidy/source.h"

#include <cctype>
#include <utility>

namespace qianmo::tidy {
namespace {

// Walks through a text once and gives each character to the view that it belongs to.
class Splitter {
 public:
  Splitter(std::string_view text, bool sql) : text_(text), sql_(sql) {}

  void Fill(Source& source) {
    while (at_ < text_.size()) Step();
    if (!raw_.empty()) EndLine();
    source.lines = std::move(all_lines_);
    source.code = std::move(code_lines_);
    source.comments = std::move(comment_lines_);
    source.texts = std::move(text_lines_);
  }

 private:
  enum class View { kCode, kComment, kText };

  bool Ahead(std::string_view wanted) const { return text_.substr(at_).starts_with(wanted); }

  void Step() {
    if (Ahead(sql_ ? "--" : "//")) return TakeUntil("\n", View::kComment, false);
    if (Ahead("/*")) return TakeUntil("*/", View::kComment, true);
    if (Ahead("R\"") && !sql_ && !InWord()) return TakeRaw();
    const bool quote = text_[at_] == '\'' || (text_[at_] == '"' && !sql_);
    if (quote && !(text_[at_] == '\'' && InWord())) return TakeQuoted(text_[at_]);
    Take(1, View::kCode);
  }

  // 1'000'000 holds no characters in quotes.
  bool InWord() const {
    return at_ > 0 && !sql_ && std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0;
  }

  void TakeUntil(std::string_view end, View view, bool included) {
    const std::size_t found = text_.find(end, at_ + 2);
    const std::size_t stop = found == std::string_view::npos ? text_.size() : found;
    Take(stop - at_ + (included ? end.size() : 0), view);
  }

  void TakeRaw() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return Take(text_.size(), View::kText);
    std::string end = ")";
    end.append(text_.substr(at_ + 2, open - at_ - 2)).append("\"");
    Take(open + 1 - at_, View::kCode);
    const std::size_t close = text_.find(end, at_);
    Take((close == std::string_view::npos ? text_.size() : close) - at_, View::kText);
    Take(end.size(), View::kCode);
  }

  void TakeQuoted(char quote) {
    Take(1, View::kCode);
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\n' && !sql_) return;  // an apostrophe, not a literal
      Take(text_[at_] == '\\' && !sql_ ? 2 : 1, View::kText);
    }
    Take(1, View::kCode);
  }

  void Take(std::size_t count, View view) {
    for (; count > 0 && at_ < text_.size(); --count, ++at_) {
      const char c = text_[at_];
      raw_ += c;
      if (c == '\n') {
        raw_.pop_back();
        EndLine();
        continue;
      }
      code_ += view == View::kCode ? c : ' ';
      comment_ += view == View::kComment ? c : ' ';
      literal_ += view == View::kText ? c : ' ';
    }
  }

  void EndLine() {
    all_lines_.push_back(std::exchange(raw_, {}));
    code_lines_.push_back(std::exchange(code_, {}));
    comment_lines_.push_back(std::exchange(comment_, {}));
    text_lines_.push_back(std::exchange(literal_, {}));
  }

  std::string_view text_;
  bool sql_;
  std::size_t at_ = 0;
  std::string raw_, code_, comment_, literal_;
  std::vector<std::string> all_lines_, code_lines_, comment_lines_, text_lines_;
};

}  // namespace

std::string Source::Folder() const {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string Source::FileName() const { return path.substr(path.rfind('/') + 1); }

std::string Source::Stem() const {
  const std::string name = FileName();
  return name.substr(0, name.find('.', 1));
}

Source ParseSource(std::string path, std::string_view text) {
  Source source;
  source.path = std::move(path);
  Splitter(text, source.Is(".sql")).Fill(source);
  return source;
}

}  // namespace qianmo::tidy
