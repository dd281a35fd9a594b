// The letters of JSON, strictly by RFC 8259: what a value is made of, and where it breaks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/refusal.h"

namespace qianmo::gateway {

// Reads one text from front to back. After the first failure all that follows is meaningless.
class JsonScanner {
 public:
  // More than this many objects and arrays within each other are refused.
  static constexpr int kDeepest = 32;

  explicit JsonScanner(std::string_view text) : text_(text) {}

  // The next letter that is not a blank, left where it is; '\0' at the end.
  char Peek();
  // Takes `c` if it comes next.
  bool Take(char c);
  // A string, unescaped. `storage` holds it when it had escapes; else it points into the text.
  bool String(std::string* storage, std::string_view* value);
  // A number as it is written.
  bool Number(std::string_view* value);
  // "true", "false" or "null".
  bool Word(std::string_view word);
  // Any value, checked as strictly, with no key twice in an object; `value` is its text.
  bool Skip(std::string_view* value);
  // Nothing but blanks may be left.
  bool End();

  bool Enter();  // an object or array begins: '{' and '[' are taken by Take
  void Leave() { --depth_; }

  bool Fail(std::string what) { return FailAt(at_, std::move(what)); }
  bool FailAt(std::size_t at, std::string what);
  std::size_t at() const { return at_; }
  bool failed() const { return !problem_.empty(); }

  // INVALID_ARGUMENT JSON_INVALID with the line, column (in characters) and byte, from 1.
  Refusal Problem() const;
  // The same place as metadata of another refusal.
  Refusal Placed(Refusal refusal, std::size_t at) const;

 private:
  bool SkipObject();
  bool SkipArray();
  bool Escaped(std::size_t from, std::string* storage);
  bool Escape(std::string* storage);
  bool CodeUnit(unsigned* unit);
  bool Utf8();

  const std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::size_t broken_at_ = 0;
  std::string problem_;
};

}  // namespace qianmo::gateway
