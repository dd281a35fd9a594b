// The virtual sub-account of a deposit: its number is all that the bank tells of what a payment is
// for, so one wrong digit must never lead to another deposit.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qianmo::ledger {

// A six, nine digits that count, and two that check them (ISO 7064 MOD 97-10).
class SubAccountNumber {
 public:
  // Throws std::out_of_range for a serial below 1 or of more than nine digits.
  static SubAccountNumber Nth(std::int64_t serial);
  // As people and banks write it, with blanks and hyphens or without. Nothing when it is none.
  static std::optional<SubAccountNumber> Read(std::string_view written);

  const std::string& text() const { return text_; }
  std::string printed() const;  // "6000 0000 0165"

  auto operator<=>(const SubAccountNumber&) const = default;

 private:
  explicit SubAccountNumber(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace qianmo::ledger
