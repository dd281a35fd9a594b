#include "base/fraction.h"

#include <limits>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "base/exact.h"

namespace qianmo {
namespace {

// std::gcd refuses 128-bit numbers in strict mode.
Int128 Gcd(Int128 a, Int128 b) {
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

Fraction Reduced(Int128 numerator, Int128 denominator) {
  const Int128 divisor = Gcd(numerator, denominator);
  return Fraction(Narrow(numerator / divisor), Narrow(denominator / divisor));
}

// Dividing by what the denominators share keeps the products and their sum inside 128 bits.
Fraction Combined(const Fraction& a, Int128 numerator, std::int64_t denominator) {
  const std::int64_t shared = std::gcd(a.denominator(), denominator);
  const Int128 sum =
      Int128{a.numerator()} * (denominator / shared) + numerator * (a.denominator() / shared);
  return Reduced(sum, Int128{a.denominator() / shared} * denominator);
}

std::optional<std::int64_t> CommonDenominator(std::span<const Fraction> shares) {
  std::int64_t common = 1;
  for (const Fraction& share : shares) {
    const std::int64_t missing = share.denominator() / std::gcd(common, share.denominator());
    if (__builtin_mul_overflow(common, missing, &common)) return std::nullopt;
  }
  return common;
}

}  // namespace

Fraction::Fraction(std::int64_t numerator, std::int64_t denominator) {
  if (denominator < 1) throw std::invalid_argument("a denominator must be at least 1");
  const auto divisor = static_cast<std::int64_t>(Gcd(numerator, denominator));
  numerator_ = numerator / divisor;
  denominator_ = denominator / divisor;
}

Result<Fraction> Fraction::Make(std::int64_t numerator, std::int64_t denominator) {
  if (denominator < 1) {
    return Refusal{Refusal::Kind::kInvalid, "INVALID_FRACTION",
                   "the denominator of a fraction must be at least 1"};
  }
  return Fraction(numerator, denominator);
}

std::string Fraction::ToString() const {
  return std::to_string(numerator_) + "/" + std::to_string(denominator_);
}

Fraction operator+(const Fraction& a, const Fraction& b) {
  return Combined(a, b.numerator_, b.denominator_);
}

Fraction operator-(const Fraction& a, const Fraction& b) {
  return Combined(a, -Int128{b.numerator_}, b.denominator_);
}

Fraction operator*(const Fraction& a, const Fraction& b) {
  return Reduced(Int128{a.numerator_} * b.numerator_, Int128{a.denominator_} * b.denominator_);
}

std::strong_ordering operator<=>(const Fraction& a, const Fraction& b) {
  const Int128 left = Int128{a.numerator_} * b.denominator_;
  const Int128 right = Int128{b.numerator_} * a.denominator_;
  return left < right   ? std::strong_ordering::less
         : right < left ? std::strong_ordering::greater
                        : std::strong_ordering::equal;
}

Result<Done> CheckWhole(std::span<const Fraction> shares) {
  for (const Fraction& share : shares) {
    if (share > Fraction() && share <= Fraction(1, 1)) continue;
    return Refusal{Refusal::Kind::kInvalid, "SHARE_OUT_OF_RANGE",
                   "every share must be above zero and at most 1"}
        .With("share", share.ToString());
  }
  const auto common = CommonDenominator(shares);
  if (!common) {
    return Refusal{Refusal::Kind::kInvalid, "SHARES_TOO_FINE",
                   "the shares have no common denominator of 64 bits"};
  }
  Int128 sum = 0;
  for (const Fraction& share : shares) {
    sum += Int128{share.numerator()} * (*common / share.denominator());
  }
  if (sum == *common) return Done{};
  Refusal refusal{Refusal::Kind::kInvalid, "SHARES_NOT_WHOLE", "the shares must sum to exactly 1"};
  if (sum > std::numeric_limits<std::int64_t>::max()) return refusal;
  return std::move(refusal).With("sum", Reduced(sum, *common).ToString());
}

}  // namespace qianmo
