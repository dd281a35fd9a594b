#include "pg/row.h"

#include <string>

namespace qianmo::pg {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Takes exactly `digits` digits off the front of `text`.
std::optional<int> TakeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool Take(std::string_view& text, char expected) {
  if (text.empty() || text[0] != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Date> TakeDate(std::string_view& text) {
  const auto year = TakeNumber(text, 4);
  if (!year || !Take(text, '-')) return std::nullopt;
  const auto month = TakeNumber(text, 2);
  if (!month || !Take(text, '-')) return std::nullopt;
  const auto day = TakeNumber(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

// ".5" is 500000 microseconds; no fraction is none.
std::optional<int> TakeMicroseconds(std::string_view& text) {
  if (!Take(text, '.')) return 0;
  int value = 0;
  int digits = 0;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9' && digits < 6) {
    value = value * 10 + (text[0] - '0');
    text.remove_prefix(1);
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 6; ++digits) value *= 10;
  return value;
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

std::optional<Date> ParseDate(std::string_view text) {
  const auto date = TakeDate(text);
  return text.empty() ? date : std::nullopt;
}

std::optional<Time> ParseTime(std::string_view text) {
  const auto date = TakeDate(text);
  if (!date || !(Take(text, ' ') || Take(text, 'T'))) return std::nullopt;  // T: inside json
  const auto hours = TakeNumber(text, 2);
  if (!hours || !Take(text, ':')) return std::nullopt;
  const auto minutes = TakeNumber(text, 2);
  if (!minutes || !Take(text, ':')) return std::nullopt;
  const auto seconds = TakeNumber(text, 2);
  if (!seconds) return std::nullopt;
  const auto microseconds = TakeMicroseconds(text);
  if (!microseconds || (text != "+00" && text != "+00:00")) return std::nullopt;
  return Time(*date) + std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
         std::chrono::seconds(*seconds) + std::chrono::microseconds(*microseconds);
}

std::optional<std::string> ParseBytes(std::string_view text) {
  if (!Take(text, '\\') || !Take(text, 'x') || text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = HexValue(text[i]);
    const int low = HexValue(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
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
