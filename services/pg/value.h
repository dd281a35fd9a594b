// C++ values as SQL parameters, in the text form that PostgreSQL reads back without loss.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

#include <pqxx/strconv>

#include "base/clock.h"
#include "base/id.h"

namespace qianmo::pg {

// A bytea. Read one back as std::string through Get<Bytes>.
struct Bytes {
  std::string_view view;
};

// The text form. Text with a NUL byte (which PostgreSQL would cut silently) or broken UTF-8 is
// the caller's fault: std::invalid_argument. So is a year outside 1 to 9999: std::out_of_range.
template <std::same_as<bool> T>  // and no pointer that would turn into one
std::string ToText(T value) {
  return value ? "t" : "f";
}
std::string ToText(std::int64_t value);
std::string ToText(std::uint64_t value);
std::string ToText(std::string_view value);
std::string ToText(const Uuid& value);
std::string ToText(CountyId value);
std::string ToText(Time value);
std::string ToText(Date value);
std::string ToText(Bytes value);

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

template <Integer T>
std::string ToText(T value) {
  if constexpr (std::is_signed_v<T>) {
    return ToText(static_cast<std::int64_t>(value));
  } else {
    return ToText(static_cast<std::uint64_t>(value));
  }
}
template <class Tag>
std::string ToText(const Id<Tag>& value) {
  return ToText(value.uuid);
}
inline std::string ToText(const std::string& value) { return ToText(std::string_view(value)); }
inline std::string ToText(const char* value) { return ToText(std::string_view(value)); }

// A one-dimensional array literal: Array(std::vector<Uuid>), Array(std::vector<std::optional<T>>),
// Array<std::string_view>({"a", "b"}). Name its type in the SQL: `$1::uuid[]`.
template <class T>
class Array {
 public:
  template <std::ranges::input_range R>
  explicit Array(const R& items) {
    for (const auto& item : items) Append(static_cast<T>(item));
    literal_ += '}';
  }
  Array(std::initializer_list<T> items) {
    for (const T& item : items) Append(item);
    literal_ += '}';
  }

  const std::string& literal() const { return literal_; }

 private:
  template <class U>
  void Append(const U& item) {
    AppendQuoted(ToText(item));
  }
  template <class U>
  void Append(const std::optional<U>& item) {
    if (item) return Append(*item);
    Separate();
    literal_ += "NULL";
  }
  void Separate() {
    if (literal_.size() > 1) literal_ += ',';
  }
  void AppendQuoted(std::string_view text) {
    Separate();
    literal_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') literal_ += '\\';
      literal_ += c;
    }
    literal_ += '"';
  }

  std::string literal_ = "{";
};
template <std::ranges::input_range R>
Array(const R&) -> Array<std::ranges::range_value_t<R>>;

template <class T>
std::string ToText(const Array<T>& value) {
  return value.literal();
}

// One parameter of a statement, or one field of a COPY row: text or NULL. Converts from everything
// that ToText takes and from std::optional of it. Floating point has no business here.
class Param {
 public:
  Param(std::nullopt_t) {}  // NOLINT: implicit
  template <class T>
  requires(!std::floating_point<T> && requires(const T& v) { ToText(v); }) Param(const T& value)
      : text_(ToText(value)) {}  // NOLINT: implicit
  template <class T>
  Param(const std::optional<T>& value) {  // NOLINT: implicit
    if (value) text_ = Param(*value).text_;
  }

  const std::optional<std::string>& text() const { return text_; }

 private:
  std::optional<std::string> text_;
};

}  // namespace qianmo::pg

namespace pqxx {
template <>
struct string_traits<qianmo::pg::Param> {
  static constexpr const char* name() noexcept { return "qianmo::pg::Param"; }
  static constexpr bool has_null() noexcept { return true; }
  static bool is_null(const qianmo::pg::Param& param) { return !param.text(); }
  static std::string to_string(const qianmo::pg::Param& param) { return *param.text(); }
};
}  // namespace pqxx
