// Money is a whole number of fen. Overflow throws (see whole.h); rounding is always named.
#pragma once

#include <string>
#include <string_view>

#include "base/fraction.h"
#include "base/result.h"
#include "base/whole.h"

namespace qianmo {

using Fen = Whole<struct FenTag>;

// "1,234.50" or "1234.5", at most two decimals, a leading minus allowed, no sign of currency.
// Refuses INVALID_AMOUNT everything else, also what is beyond 64 bits of fen.
Result<Fen> ParseYuan(std::string_view text);

// "¥1,234.50", "-¥0.05".
std::string FormatYuan(Fen amount);

// 人民币大写: "壹仟贰佰叁拾肆元伍角整", "负伍分", "零元整". Where the bank rules leave a 零 to the
// writer (before a thousand or a 角 that follows a zero) it is not written. 10^8 units of 亿 are
// 亿亿.
std::string FormatCapital(Fen amount);

// amount × rate, exact until the one rounding that the name says.
Fen Floor(Fen amount, const Fraction& rate);
Fen Ceil(Fen amount, const Fraction& rate);
// A half goes away from zero, so that RoundHalfUp(-a, r) = -RoundHalfUp(a, r).
Fen RoundHalfUp(Fen amount, const Fraction& rate);
// The smallest whole number of yuan that is at least `amount`.
Fen CeilToYuan(Fen amount);

}  // namespace qianmo
