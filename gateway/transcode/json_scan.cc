#include "gateway/transcode/json_scan.h"

#include <algorithm>
#include <unordered_set>

#include "gateway/transcode/field_text.h"

namespace qianmo::gateway {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

void AppendUtf8(unsigned point, std::string* out) {
  if (point < 0x80) {
    *out += static_cast<char>(point);
  } else if (point < 0x800) {
    *out += static_cast<char>(0xC0 | point >> 6);
    *out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    *out += static_cast<char>(0xE0 | point >> 12);
    *out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    *out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    *out += static_cast<char>(0xF0 | point >> 18);
    *out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    *out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    *out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

}  // namespace

char JsonScanner::Peek() {
  while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool JsonScanner::Take(char c) {
  if (Peek() != c || at_ == text_.size()) return false;
  ++at_;
  return true;
}

bool JsonScanner::String(std::string* storage, std::string_view* value) {
  if (!Take('"')) return Fail("expected a string in double quotes");
  const std::size_t from = at_;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      *value = text_.substr(from, at_ - from);
      ++at_;
      return true;
    }
    if (c == '\\') {
      if (!Escaped(from, storage)) return false;
      *value = *storage;
      return true;
    }
    if (static_cast<unsigned char>(c) < 0x20) return Fail("a control character must be escaped");
    if (static_cast<unsigned char>(c) < 0x80) {
      ++at_;
    } else if (!Utf8()) {
      return false;
    }
  }
  return Fail("the string does not end");
}

// The rest of a string, from its first escape on.
bool JsonScanner::Escaped(std::size_t from, std::string* storage) {
  storage->assign(text_.substr(from, at_ - from));
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      ++at_;
      return true;
    }
    if (c == '\\') {
      if (!Escape(storage)) return false;
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20) return Fail("a control character must be escaped");
    const std::size_t start = at_;
    if (static_cast<unsigned char>(c) < 0x80) {
      ++at_;
    } else if (!Utf8()) {
      return false;
    }
    storage->append(text_.substr(start, at_ - start));
  }
  return Fail("the string does not end");
}

bool JsonScanner::Escape(std::string* storage) {
  static constexpr std::string_view kLetters = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t start = at_++;
  if (at_ == text_.size()) return Fail("the string does not end");
  const std::size_t known = kLetters.find(text_[at_]);
  if (known != kLetters.npos) {
    *storage += kMeanings[known];
    ++at_;
    return true;
  }
  if (text_[at_] != 'u') return FailAt(start, "there is no such escape");
  unsigned unit = 0;
  if (!CodeUnit(&unit)) return FailAt(start, "\\u needs four hex digits");
  if (unit >= 0xDC00 && unit <= 0xDFFF) return FailAt(start, "a lone surrogate");
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    unsigned low = 0;
    if (text_.substr(at_, 2) != "\\u" || (++at_, !CodeUnit(&low)) || low < 0xDC00 || low > 0xDFFF) {
      return FailAt(start, "a lone surrogate");
    }
    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
  }
  AppendUtf8(unit, storage);
  return true;
}

// At the "u" of \uXXXX.
bool JsonScanner::CodeUnit(unsigned* unit) {
  ++at_;
  if (text_.size() - at_ < 4) return false;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = text_[at_];
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      *unit = *unit * 16 + static_cast<unsigned>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      *unit = *unit * 16 + static_cast<unsigned>(lower - 'a' + 10);
    } else {
      return false;
    }
  }
  return true;
}

// One character beyond ASCII: no overlong form, no surrogate, nothing above U+10FFFF.
bool JsonScanner::Utf8() {
  const auto lead = static_cast<unsigned char>(text_[at_]);
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text_.size() - at_ < length) return Fail("not UTF-8");
  const auto second = static_cast<unsigned char>(text_[at_ + 1]);
  const bool bad = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                   (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
  for (std::size_t i = 1; i < length; ++i) {
    if (bad || !IsContinuation(text_[at_ + i])) return Fail("not UTF-8");
  }
  at_ += length;
  return true;
}

bool JsonScanner::Number(std::string_view* value) {
  Peek();
  const std::size_t length = NumberLength(text_.substr(at_));
  if (length == 0) return Fail("expected a value");
  *value = text_.substr(at_, length);
  at_ += length;
  const char next = at_ < text_.size() ? text_[at_] : ' ';
  if (!IsBlank(next) && next != ',' && next != '}' && next != ']') return Fail("not a number");
  return true;
}

bool JsonScanner::Word(std::string_view word) {
  Peek();
  if (text_.substr(at_, word.size()) != word) return Fail("expected a value");
  at_ += word.size();
  return true;
}

bool JsonScanner::Skip(std::string_view* value) {
  std::string storage;
  std::string_view ignored;
  const char first = Peek();
  const std::size_t from = at_;
  bool well = false;
  switch (first) {
    case '{':
      well = SkipObject();
      break;
    case '[':
      well = SkipArray();
      break;
    case '"':
      well = String(&storage, &ignored);
      break;
    case 't':
      well = Word("true");
      break;
    case 'f':
      well = Word("false");
      break;
    case 'n':
      well = Word("null");
      break;
    default:
      well = Number(&ignored);
  }
  *value = text_.substr(from, at_ - from);
  return well;
}

bool JsonScanner::SkipObject() {
  if (!Take('{') || !Enter()) return false;
  std::unordered_set<std::string> keys;
  std::string storage;
  std::string_view key;
  std::string_view ignored;
  for (bool first = true; !Take('}'); first = false) {
    if (!first && !Take(',')) return Fail("expected ',' or '}'");
    Peek();
    const std::size_t key_at = at_;
    if (!String(&storage, &key)) return false;
    if (!keys.emplace(key).second) return FailAt(key_at, "the key comes twice in one object");
    if (!Take(':')) return Fail("expected ':'");
    if (!Skip(&ignored)) return false;
  }
  Leave();
  return true;
}

bool JsonScanner::SkipArray() {
  if (!Take('[') || !Enter()) return false;
  std::string_view ignored;
  for (bool first = true; !Take(']'); first = false) {
    if (!first && !Take(',')) return Fail("expected ',' or ']'");
    if (!Skip(&ignored)) return false;
  }
  Leave();
  return true;
}

bool JsonScanner::End() {
  Peek();
  return at_ == text_.size() || Fail("nothing may follow the value");
}

bool JsonScanner::Enter() {
  if (++depth_ <= kDeepest) return true;
  return FailAt(at_ - 1, "more than " + std::to_string(kDeepest) + " levels");
}

bool JsonScanner::FailAt(std::size_t at, std::string what) {
  if (problem_.empty()) {
    broken_at_ = at;
    problem_ = std::move(what);
  }
  return false;
}

Refusal JsonScanner::Problem() const {
  Refusal refusal = Placed({Refusal::Kind::kInvalid, "JSON_INVALID", problem_}, broken_at_);
  refusal.message = "the body is not JSON: " + problem_ + " at line " + refusal.metadata[0].second +
                    ", column " + refusal.metadata[1].second;
  return refusal;
}

Refusal JsonScanner::Placed(Refusal refusal, std::size_t at) const {
  const std::string_view before = text_.substr(0, at);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  const std::string_view line = before.substr(line_start);
  const auto column =
      std::count_if(line.begin(), line.end(), [](char c) { return !IsContinuation(c); });
  return std::move(refusal)
      .With("line", std::to_string(lines + 1))
      .With("column", std::to_string(column + 1))
      .With("byte", std::to_string(at + 1));
}

}  // namespace qianmo::gateway
