// Amounts, dates, numbers and yes-or-no as bank files write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "ledger/bankfile/refusals.h"

namespace qianmo::ledger::bankfile {

// No amount in a file is above this, a trillion yuan less one fen. Sums of them can still come to
// the end of 64 bits, which AddTo refuses.
inline constexpr Fen kMostFen{99'999'999'999'999};

// What a value is called in refusals.
struct ValueName {
  refusals::Place place;
  std::string_view field;
};

// "1234.5": yuan without grouping, at most two decimals, above zero.
Result<Fen> ParseAmount(std::string_view text, const ValueName& name);
// The same, and zero: totals and balances.
Result<Fen> ParseTotal(std::string_view text, const ValueName& name);
// "1234.50".
std::string FormatAmount(Fen amount);

// A count, up to 15 digits.
Result<std::int64_t> ParseCount(std::string_view text, const ValueName& name);
// xs:date, with or without a zone.
Result<Date> ParseDay(std::string_view text, const ValueName& name);
// The Beijing day of an xs:dateTime; one without a zone is of Beijing.
Result<Date> ParseDayOfTime(std::string_view text, const ValueName& name);
// true, false, 1, 0.
Result<bool> ParseFlag(std::string_view text, const ValueName& name);

// sum += amount, or a refusal where 64 bits end.
Result<Done> AddTo(Fen* sum, Fen amount, const ValueName& name);

}  // namespace qianmo::ledger::bankfile
