// A whole number of one thing (fen, units, thousandths of a 亩) that does not mix with others.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>

#include "base/exact.h"

namespace qianmo {

// Arithmetic is checked: an overflow throws std::overflow_error. It is trouble, not an answer to a
// user, because amounts from outside are bounded by ParseX and by the field rules of the protos.
template <class Tag>
class Whole {
 public:
  constexpr Whole() = default;
  explicit constexpr Whole(std::int64_t count) : count_(count) {}
  template <std::floating_point Inexact>
  explicit Whole(Inexact) = delete;

  constexpr std::int64_t count() const { return count_; }
  constexpr auto operator<=>(const Whole&) const = default;

  constexpr Whole& operator+=(Whole other) {
    return *this = Whole(CheckedAdd(count_, other.count_));
  }
  constexpr Whole& operator-=(Whole other) {
    return *this = Whole(CheckedSubtract(count_, other.count_));
  }
  constexpr Whole operator-() const { return Whole(CheckedSubtract(0, count_)); }

  friend constexpr Whole operator+(Whole a, Whole b) { return a += b; }
  friend constexpr Whole operator-(Whole a, Whole b) { return a -= b; }
  friend constexpr Whole operator*(Whole a, std::int64_t times) {
    return Whole(CheckedMultiply(a.count_, times));
  }
  friend constexpr Whole operator*(std::int64_t times, Whole a) { return a * times; }

 private:
  std::int64_t count_ = 0;
};

}  // namespace qianmo
