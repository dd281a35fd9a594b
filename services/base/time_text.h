// Dates and instants as text. Parsing is strict: one form, real days, years 0001 to 9999.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace qianmo {

// Formatting a year outside 0001 to 9999 throws std::out_of_range.
std::string FormatIsoDate(Date date);      // "2026-11-20"
std::string FormatChineseDate(Date date);  // "2026年11月20日", "2026年1月2日"
std::optional<Date> ParseIsoDate(std::string_view text);

// RFC 3339 in UTC, always with microseconds: "2026-11-20T02:30:05.000001Z".
std::string FormatRfc3339(Time time);
// Capital T; Z or an offset of at most 23:59; no, or one to six, decimals of a second, because
// finer ones would be lost; no leap seconds.
std::optional<Time> ParseRfc3339(std::string_view text);

}  // namespace qianmo
