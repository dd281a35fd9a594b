// One JSON line an event on standard error, with stable keys. Personal data reaches it only masked.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"

namespace qianmo::rpc {

enum class Level { kInfo, kWarning, kError };

struct LogField {
  struct Json {
    std::string text;  // already JSON, e.g. MaskedJson of a request
  };
  std::string_view key;
  std::variant<std::string, std::int64_t, Json> value;
};

// Writes {"time":…,"level":…,"event":…, fields…} in one write, so that lines never mix.
void Log(Level level, std::string_view event, std::initializer_list<LogField> fields);

// `text` as a JSON string, quotes included; invalid UTF-8 becomes U+FFFD.
std::string JsonString(std::string_view text);

}  // namespace qianmo::rpc
