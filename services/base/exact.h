// Exact integer arithmetic: products are taken in 128 bits, and what does not fit 64 bits throws.
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>

namespace qianmo {

__extension__ typedef __int128 Int128;

// Every function here throws std::overflow_error rather than return a number that is not the
// answer.

constexpr std::int64_t Narrow(Int128 value) {
  if (value < std::numeric_limits<std::int64_t>::min() ||
      value > std::numeric_limits<std::int64_t>::max()) {
    throw std::overflow_error("the result does not fit 64 bits");
  }
  return static_cast<std::int64_t>(value);
}

constexpr std::int64_t CheckedAdd(std::int64_t a, std::int64_t b) { return Narrow(Int128{a} + b); }
constexpr std::int64_t CheckedSubtract(std::int64_t a, std::int64_t b) {
  return Narrow(Int128{a} - b);
}
constexpr std::int64_t CheckedMultiply(std::int64_t a, std::int64_t b) {
  return Narrow(Int128{a} * b);
}

// a × b ÷ divisor, the product exact, the quotient rounded as the name says. divisor > 0.
constexpr std::int64_t MulDivFloor(std::int64_t a, std::int64_t b, Int128 divisor) {
  const Int128 product = Int128{a} * b;
  return Narrow(product / divisor - (product % divisor < 0 ? 1 : 0));
}
constexpr std::int64_t MulDivCeil(std::int64_t a, std::int64_t b, Int128 divisor) {
  const Int128 product = Int128{a} * b;
  return Narrow(product / divisor + (product % divisor > 0 ? 1 : 0));
}
// A half goes away from zero (四舍五入), so that a reversal mirrors what it reverses.
constexpr std::int64_t MulDivHalfUp(std::int64_t a, std::int64_t b, Int128 divisor) {
  const Int128 product = Int128{a} * b;
  const Int128 rest = product % divisor;
  const Int128 size = rest < 0 ? -rest : rest;
  const int away = size >= divisor - size ? (product < 0 ? -1 : 1) : 0;
  return Narrow(product / divisor + away);
}

}  // namespace qianmo
