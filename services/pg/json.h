// Reads the JSON that PostgreSQL writes (json_agg and its kin). Numbers stay text, so that no digit
// of an int64 is lost.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qianmo::pg {

struct Json {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::string text;                                   // kBool, kNumber, kString
  std::vector<Json> items;                            // kArray
  std::vector<std::pair<std::string, Json>> members;  // kObject
};

// Nothing when `text` is not one JSON value, or nests deeper than 32.
std::optional<Json> ParseJson(std::string_view text);

}  // namespace qianmo::pg
