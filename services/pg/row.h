// Reads one column of one row: Get<Id<struct Account>>(row, "account_id").
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pqxx/row>

#include "base/clock.h"
#include "base/id.h"
#include "pg/trouble.h"
#include "pg/value.h"

namespace qianmo::pg {

// Parses the text form of one value; nothing when it is not one. Throws never.
std::optional<bool> ParseBool(std::string_view text);
std::optional<Time> ParseTime(std::string_view text);
std::optional<Date> ParseDate(std::string_view text);
std::optional<std::string> ParseBytes(std::string_view text);
// The elements of a one-dimensional array literal; nullopt elements are NULL.
std::optional<std::vector<std::optional<std::string>>> ParseArray(std::string_view text);

// What Get<T> gives: T itself, except that Get<Bytes> owns what it read.
template <class T>
struct Column {
  using Type = T;
};
template <>
struct Column<Bytes> {
  using Type = std::string;
};
template <class T>
struct Column<std::optional<T>> {
  using Type = std::optional<typename Column<T>::Type>;
};
template <class T>
struct Column<std::vector<T>> {
  using Type = std::vector<typename Column<T>::Type>;
};

namespace internal {

template <class T>
struct Parser;
template <Integer T>
struct Parser<T> {
  static constexpr const char* kKind = "an integer of this size";
  static std::optional<T> Parse(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
  }
};
template <>
struct Parser<bool> {
  static constexpr const char* kKind = "a boolean";
  static std::optional<bool> Parse(std::string_view text) { return ParseBool(text); }
};
template <>
struct Parser<std::string> {
  static constexpr const char* kKind = "text";
  static std::optional<std::string> Parse(std::string_view text) { return std::string(text); }
};
template <>
struct Parser<Uuid> {
  static constexpr const char* kKind = "a uuid";
  static std::optional<Uuid> Parse(std::string_view text) { return Uuid::Parse(text); }
};
template <class Tag>
struct Parser<Id<Tag>> {
  static constexpr const char* kKind = "a uuid";
  static std::optional<Id<Tag>> Parse(std::string_view text) { return Id<Tag>::Parse(text); }
};
template <>
struct Parser<CountyId> {
  static constexpr const char* kKind = "a county";
  static std::optional<CountyId> Parse(std::string_view text) {
    const auto number = Parser<std::int32_t>::Parse(text);
    return number ? std::optional(CountyId{*number}) : std::nullopt;
  }
};
template <>
struct Parser<Time> {
  static constexpr const char* kKind = "a finite timestamptz";
  static std::optional<Time> Parse(std::string_view text) { return ParseTime(text); }
};
template <>
struct Parser<Date> {
  static constexpr const char* kKind = "a finite date";
  static std::optional<Date> Parse(std::string_view text) { return ParseDate(text); }
};
template <>
struct Parser<Bytes> {
  static constexpr const char* kKind = "a bytea";
  static std::optional<std::string> Parse(std::string_view text) { return ParseBytes(text); }
};

template <class T>
struct ElementParser {
  static std::optional<typename Column<T>::Type> Parse(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    return Parser<T>::Parse(*text);
  }
};
template <class T>
struct ElementParser<std::optional<T>> {
  static std::optional<typename Column<std::optional<T>>::Type> Parse(
      const std::optional<std::string>& text) {
    if (!text) return std::optional<typename Column<T>::Type>();
    auto value = Parser<T>::Parse(*text);
    if (!value) return std::nullopt;
    return value;
  }
};
// An array column: std::vector<T>, or std::vector<std::optional<T>> where elements may be NULL.
template <class T>
struct Parser<std::vector<T>> {
  static constexpr const char* kKind = "a one-dimensional array of this type";
  static std::optional<typename Column<std::vector<T>>::Type> Parse(std::string_view text) {
    const auto elements = ParseArray(text);
    if (!elements) return std::nullopt;
    typename Column<std::vector<T>>::Type values;
    values.reserve(elements->size());
    for (const auto& element : *elements) {
      auto value = ElementParser<T>::Parse(element);
      if (!value) return std::nullopt;
      values.push_back(std::move(*value));
    }
    return values;
  }
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {
  using Inner = T;
};

// Nothing for NULL. Throws ColumnError when there is no such column.
std::optional<std::string_view> Field(const pqxx::row& row, const char* column);
[[noreturn]] void ThrowNull(const char* column);
[[noreturn]] void ThrowUnreadable(const char* column, const char* kind);

}  // namespace internal

// Throws ColumnError, naming the column, when it is missing, not of this type, or NULL while T is
// not std::optional.
template <class T>
typename Column<T>::Type Get(const pqxx::row& row, const char* column) {
  const auto text = internal::Field(row, column);
  if constexpr (internal::IsOptional<T>::value) {
    if (!text) return std::nullopt;
    return Get<typename internal::IsOptional<T>::Inner>(row, column);
  } else {
    if (!text) internal::ThrowNull(column);
    auto value = internal::Parser<T>::Parse(*text);
    if (!value) internal::ThrowUnreadable(column, internal::Parser<T>::kKind);
    return std::move(*value);
  }
}

}  // namespace qianmo::pg
