// Where in the county something belongs: "/7/" is county 7, "/7/T/" a township in it, "/7/T/V/" a
// village, "/7/T/V/G/" a group; T, V and G are UUIDs.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace qianmo {

enum class OrgLevel { kCounty = 1, kTownship = 2, kVillage = 3, kGroup = 4 };

std::string_view Name(OrgLevel level);

class OrgPath {
 public:
  // Exactly one form of each path is accepted: lower-case UUIDs, no leading zeros, closing slash.
  static std::optional<OrgPath> Parse(std::string_view text);
  static OrgPath Of(CountyId county);

  const std::string& text() const { return text_; }
  CountyId county() const { return county_; }
  OrgLevel level() const { return level_; }
  // Whether `other` is this organisation or one below it.
  bool Contains(const OrgPath& other) const { return other.text_.starts_with(text_); }
  // Whether one contains the other.
  bool Meets(const OrgPath& other) const { return Contains(other) || other.Contains(*this); }

  bool operator==(const OrgPath& other) const { return text_ == other.text_; }

 private:
  OrgPath(std::string text, CountyId county, OrgLevel level)
      : text_(std::move(text)), county_(county), level_(level) {}

  std::string text_;
  CountyId county_;
  OrgLevel level_;
};

}  // namespace qianmo
