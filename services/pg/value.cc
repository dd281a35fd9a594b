#include "pg/value.h"

#include <stdexcept>

#include "base/encoding.h"
#include "base/text.h"
#include "base/time_text.h"

namespace qianmo::pg {

std::string ToText(std::int64_t value) { return std::to_string(value); }

std::string ToText(std::uint64_t value) { return std::to_string(value); }

std::string ToText(std::string_view value) {
  if (value.find('\0') != std::string_view::npos) {
    throw std::invalid_argument("text for the database holds a NUL byte");
  }
  if (!IsUtf8(value)) throw std::invalid_argument("text for the database is not UTF-8");
  return std::string(value);
}

std::string ToText(const Uuid& value) { return value.ToString(); }

std::string ToText(CountyId value) { return std::to_string(value.number); }

std::string ToText(Time value) { return FormatRfc3339(value); }

std::string ToText(Date value) { return FormatIsoDate(value); }

std::string ToText(Bytes value) { return "\\x" + ToHex(value.view); }

}  // namespace qianmo::pg
