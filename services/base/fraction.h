// Exact fractions: parts of a right, percentages, rates. Never a floating-point number.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace qianmo {

class Fraction {
 public:
  constexpr Fraction() = default;  // zero
  // For constants and checked numbers: a denominator < 1 throws std::invalid_argument.
  Fraction(std::int64_t numerator, std::int64_t denominator);
  // For numbers from outside: refuses a denominator < 1.
  static Result<Fraction> Make(std::int64_t numerator, std::int64_t denominator);

  // Always reduced, the denominator positive.
  std::int64_t numerator() const { return numerator_; }
  std::int64_t denominator() const { return denominator_; }
  std::string ToString() const;  // "1/3", "-2/5", "0/1"

  // Exact; std::overflow_error when the reduced result does not fit.
  friend Fraction operator+(const Fraction& a, const Fraction& b);
  friend Fraction operator-(const Fraction& a, const Fraction& b);
  friend Fraction operator*(const Fraction& a, const Fraction& b);
  friend bool operator==(const Fraction&, const Fraction&) = default;
  friend std::strong_ordering operator<=>(const Fraction& a, const Fraction& b);

 private:
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

// Refuses unless the shares are exactly 1 together, in any order: SHARE_OUT_OF_RANGE (one is not
// above zero or is over 1), SHARES_NOT_WHOLE (with the real sum where it fits), SHARES_TOO_FINE (no
// common denominator fits 64 bits).
Result<Done> CheckWhole(std::span<const Fraction> shares);

}  // namespace qianmo
