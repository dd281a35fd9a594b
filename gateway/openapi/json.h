// A JSON value that is built up and printed; members stay in the order in which they were set, so
// that the same API gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace qianmo::gateway {

class Json {
 public:
  using Members = std::vector<std::pair<std::string, Json>>;
  using Items = std::vector<Json>;

  Json() : value_(Members()) {}                                 // {}
  Json(bool value) : value_(value) {}                           // NOLINT: implicit
  Json(int value) : value_(std::int64_t{value}) {}              // NOLINT: implicit
  Json(std::int64_t value) : value_(value) {}                   // NOLINT: implicit
  Json(const char* value) : value_(std::string(value)) {}       // NOLINT: implicit
  Json(std::string value) : value_(std::move(value)) {}         // NOLINT: implicit
  Json(std::string_view value) : value_(std::string(value)) {}  // NOLINT: implicit
  Json(Items items) : value_(std::move(items)) {}               // NOLINT: implicit

  static Json Array() { return Json(Items()); }

  // Of an object: replaces a member of that name, or adds it at the end.
  Json& Set(std::string_view name, Json value);
  // Of an object: the member of that name, made as {} where there is none.
  Json& At(std::string_view name);
  // Of an object: null where there is none.
  const Json* Find(std::string_view name) const;
  // Of an array.
  void Add(Json item) { std::get<Items>(value_).push_back(std::move(item)); }
  void MoveItemsTo(Json* array);
  // Of an object or an array.
  bool Empty() const;

  std::string Print() const;

 private:
  void PrintTo(std::string* out) const;

  std::variant<bool, std::int64_t, std::string, Items, Members> value_;
};

}  // namespace qianmo::gateway
