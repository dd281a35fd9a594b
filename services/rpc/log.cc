#include "rpc/log.h"

#include <unistd.h>

#include "base/text.h"
#include "base/time_text.h"

namespace qianmo::rpc {
namespace {

const char* NameOf(Level level) {
  switch (level) {
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

struct Render {
  std::string operator()(const std::string& text) const { return JsonString(text); }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(const LogField::Json& json) const { return json.text; }
};

void AppendEscaped(unsigned char c, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (c == '"' || c == '\\') {
    *out += '\\';
    *out += static_cast<char>(c);
  } else if (c == '\n') {
    *out += "\\n";
  } else if (c < 0x20 || c == 0x7f) {
    *out += "\\u00";
    *out += kHex[c >> 4];
    *out += kHex[c & 15];
  } else {
    *out += static_cast<char>(c);
  }
}

// How many bytes the character at the front has; 0 when it is malformed.
std::size_t CharacterSize(std::string_view text) {
  for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size) {
    if (IsUtf8(text.substr(0, size))) return size;
  }
  return 0;
}

}  // namespace

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t size = CharacterSize(text);
    if (size == 0) {
      out += "\xef\xbf\xbd";
    } else if (size == 1) {
      AppendEscaped(static_cast<unsigned char>(text[0]), &out);
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out + '"';
}

void Log(Level level, std::string_view event, std::initializer_list<LogField> fields) {
  std::string line = "{\"time\":\"" + FormatRfc3339(SystemClock().Now()) + "\",\"level\":\"" +
                     NameOf(level) + "\",\"event\":" + JsonString(event);
  for (const LogField& field : fields) {
    line += "," + JsonString(field.key) + ":" + std::visit(Render(), field.value);
  }
  line += "}\n";
  // A log that cannot be written must not stop the work it tells of.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace qianmo::rpc
