#include "pg/row.h"

#include <string>

#include "base/encoding.h"
#include "base/time_text.h"

namespace qianmo::pg {
namespace {

bool Take(std::string_view& text, char expected) {
  if (text.empty() || text[0] != expected) return false;
  text.remove_prefix(1);
  return true;
}

// One element off the front of `text`, which ends at a ',' or '}' that stays.
bool TakeElement(std::string_view& text, std::optional<std::string>& element) {
  std::string value;
  if (Take(text, '"')) {
    while (!text.empty() && text[0] != '"') {
      if (text[0] == '\\') text.remove_prefix(1);
      if (text.empty()) return false;
      value += text[0];
      text.remove_prefix(1);
    }
    element = std::move(value);
    return Take(text, '"');
  }
  while (!text.empty() && text[0] != ',' && text[0] != '}') {
    if (text[0] == '{' || text[0] == '"' || text[0] == '\\') return false;
    value += text[0];
    text.remove_prefix(1);
  }
  if (value.empty()) return false;
  if (value != "NULL") element = std::move(value);
  return true;
}

}  // namespace

std::optional<bool> ParseBool(std::string_view text) {
  if (text == "t" || text == "true") return true;
  if (text == "f" || text == "false") return false;
  return std::nullopt;
}

std::optional<Date> ParseDate(std::string_view text) { return ParseIsoDate(text); }

std::optional<Time> ParseTime(std::string_view text) {
  // "2026-11-20 02:30:05.5+00" in rows; inside json it has the T and the colon already.
  constexpr std::size_t kSeparator = 10;
  std::string rfc3339(text);
  if (text.size() > kSeparator && text[kSeparator] == ' ') rfc3339[kSeparator] = 'T';
  if (text.ends_with("+00")) rfc3339 += ":00";
  return ParseRfc3339(rfc3339);
}

std::optional<std::string> ParseBytes(std::string_view text) {
  if (!text.starts_with("\\x")) return std::nullopt;
  return FromHex(text.substr(2));
}

std::optional<std::vector<std::optional<std::string>>> ParseArray(std::string_view text) {
  std::vector<std::optional<std::string>> elements;
  if (!Take(text, '{')) return std::nullopt;
  if (text == "}") return elements;
  do {
    if (!TakeElement(text, elements.emplace_back())) return std::nullopt;
  } while (Take(text, ','));
  if (text != "}") return std::nullopt;
  return elements;
}

namespace internal {

std::optional<std::string_view> Field(const pqxx::row& row, const char* column) {
  pqxx::row::size_type number;
  try {
    number = row.column_number(column);
  } catch (const pqxx::argument_error&) {
    throw ColumnError(std::string("the result has no column ") + column);
  }
  const pqxx::field field = row[number];
  if (field.is_null()) return std::nullopt;
  return std::string_view(field.c_str(), field.size());
}

void ThrowNull(const char* column) {
  throw ColumnError(std::string("column ") + column + " is NULL");
}

void ThrowUnreadable(const char* column, const char* kind) {
  throw ColumnError(std::string("column ") + column + " is not " + kind);
}

}  // namespace internal
}  // namespace qianmo::pg
