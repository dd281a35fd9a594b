// How GoogleTest shows the numbers of base when an expectation fails.
#pragma once

#include <ostream>

#include "base/fraction.h"
#include "base/whole.h"

namespace qianmo {

template <class Tag>
void PrintTo(const Whole<Tag>& value, std::ostream* out) {
  *out << value.count();
}

inline void PrintTo(const Fraction& value, std::ostream* out) { *out << value.ToString(); }

}  // namespace qianmo
