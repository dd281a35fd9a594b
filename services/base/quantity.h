// How much of an asset there is, in its own unit: 12.5亩, 3台. Unlike units never add up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo {

enum class Measure { kMu, kSquareMetre, kMachine, kTree, kItem };

// 亩, ㎡, 台, 株, 项.
std::string_view Sign(Measure measure);

class Quantity {
 public:
  // A count in thousandths of the unit, not negative. 亩 take three decimals, ㎡ two, the others
  // none; refuses INVALID_QUANTITY what is finer or negative.
  static Result<Quantity> Make(std::int64_t thousandths, Measure measure);
  // "1,234.5亩", "3台": a decimal and, right behind it, one of the signs above.
  static Result<Quantity> Parse(std::string_view text);

  std::int64_t thousandths() const { return thousandths_; }
  Measure measure() const { return measure_; }
  std::string ToString() const;  // the shortest form that Parse reads back: "1,234.5亩"

  // Refuses UNLIKE_UNITS; an overflow throws std::overflow_error.
  friend Result<Quantity> Sum(const Quantity& a, const Quantity& b);
  friend bool operator==(const Quantity&, const Quantity&) = default;

 private:
  Quantity(std::int64_t thousandths, Measure measure)
      : thousandths_(thousandths), measure_(measure) {}

  std::int64_t thousandths_;
  Measure measure_;
};

}  // namespace qianmo
