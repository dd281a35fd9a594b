#include "pg/json.h"

#include <algorithm>
#include <charconv>

namespace qianmo::pg {
namespace {

constexpr int kDeepest = 32;

void AppendUtf8(unsigned code, std::string& text) {
  if (code < 0x80) {
    text += static_cast<char>(code);
    return;
  }
  const int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static constexpr unsigned kLead[] = {0, 0xc0, 0xe0, 0xf0};
  text += static_cast<char>(kLead[tail] | code >> (6 * tail));
  for (int i = tail - 1; i >= 0; --i) text += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3f));
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool Document(Json& value) {
    if (!Value(value, 0)) return false;
    SkipSpace();
    return rest_.empty();
  }

 private:
  void SkipSpace() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  }
  bool Take(char expected) {
    SkipSpace();
    if (rest_.empty() || rest_[0] != expected) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  bool Value(Json& value, int depth) {
    SkipSpace();
    if (rest_.empty() || depth > kDeepest) return false;
    switch (rest_[0]) {
      case '{':
        return Object(value, depth);
      case '[':
        return Array(value, depth);
      case '"':
        value.kind = Json::Kind::kString;
        return String(value.text);
      case 'n':
        return TakeWord("null");
      case 't':
        value = {Json::Kind::kBool, "true", {}, {}};
        return TakeWord("true");
      case 'f':
        value = {Json::Kind::kBool, "false", {}, {}};
        return TakeWord("false");
      default:
        return Number(value);
    }
  }

  bool Number(Json& value) {
    const auto length = std::min(rest_.find_first_not_of("+-0123456789.eE"), rest_.size());
    value.kind = Json::Kind::kNumber;
    value.text = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return length > 0;
  }

  bool Array(Json& value, int depth) {
    value.kind = Json::Kind::kArray;
    Take('[');
    if (Take(']')) return true;
    do {
      if (!Value(value.items.emplace_back(), depth + 1)) return false;
    } while (Take(','));
    return Take(']');
  }

  bool Object(Json& value, int depth) {
    value.kind = Json::Kind::kObject;
    Take('{');
    if (Take('}')) return true;
    do {
      auto& [name, member] = value.members.emplace_back();
      SkipSpace();
      if (!String(name) || !Take(':') || !Value(member, depth + 1)) return false;
    } while (Take(','));
    return Take('}');
  }

  bool String(std::string& text) {
    if (rest_.empty() || rest_[0] != '"') return false;
    rest_.remove_prefix(1);
    while (true) {
      const auto plain = rest_.find_first_of("\"\\");
      if (plain == std::string_view::npos) return false;
      text.append(rest_.substr(0, plain));
      const char stop = rest_[plain];
      rest_.remove_prefix(plain + 1);
      if (stop == '"') return true;
      if (!Escape(text)) return false;
    }
  }

  // What follows a backslash.
  bool Escape(std::string& text) {
    static constexpr std::string_view kNames = "\"\\/bfnrt";
    static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (rest_.empty()) return false;
    const char name = rest_[0];
    rest_.remove_prefix(1);
    if (name == 'u') return Unicode(text);
    const auto found = kNames.find(name);
    if (found == std::string_view::npos) return false;
    text += kMeanings[found];
    return true;
  }

  bool Unicode(std::string& text) {
    auto code = FourDigits();
    if (!code) return false;
    if (*code >= 0xd800 && *code < 0xdc00) {
      if (!TakeWord("\\u")) return false;
      const auto low = FourDigits();
      if (!low || *low < 0xdc00 || *low > 0xdfff) return false;
      code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
    } else if (*code >= 0xdc00 && *code <= 0xdfff) {
      return false;
    }
    AppendUtf8(*code, text);
    return true;
  }

  std::optional<unsigned> FourDigits() {
    if (rest_.size() < 4) return std::nullopt;
    unsigned code = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + 4, code, 16);
    if (error != std::errc() || end != rest_.data() + 4) return std::nullopt;
    rest_.remove_prefix(4);
    return code;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<Json> ParseJson(std::string_view text) {
  std::optional<Json> value(std::in_place);
  if (!Parser(text).Document(*value)) value.reset();
  return value;
}

}  // namespace qianmo::pg
