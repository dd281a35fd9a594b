// Decimal text of integers that count a power-of-ten part (fen, thousandths of a 亩).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qianmo {

// "1,234.5" with two places is 123450. Strict: an optional minus, no blanks, no needless zeros in
// front, digits on both sides of the point, at most `places` decimals, commas either nowhere or
// exactly between groups of three. Nothing when the text is otherwise or beyond 64 bits.
std::optional<std::int64_t> ParseDecimal(std::string_view text, int places);

// 123450 with two places is "1234.50", grouped "1,234.50".
std::string FormatDecimal(std::int64_t value, int places);
std::string FormatGroupedDecimal(std::int64_t value, int places);

}  // namespace qianmo
