// Amounts and dates as the CSV files of banks write them.
#pragma once

#include <string>
#include <string_view>

#include "ledger/bankfile/profile.h"
#include "ledger/bankfile/value.h"

namespace qianmo::ledger::bankfile {

// Zero or more: whole fen, or yuan with at most two decimals, grouped or not.
Result<Fen> ParseCsvTotal(std::string_view text, bool fen, const ValueName& name);
// The same above or below zero, a sign in front.
Result<Fen> ParseCsvSigned(std::string_view text, bool fen, const ValueName& name);
std::string FormatCsvAmount(Fen amount, bool fen);

// Exactly four Y, two M and two D, each kind together.
bool IsDatePattern(std::string_view pattern);
Result<Date> ParseCsvDate(std::string_view text, std::string_view pattern, const ValueName& name);
// Hours, minutes and seconds are zeros.
std::string FormatCsvDate(Date date, std::string_view pattern);

}  // namespace qianmo::ledger::bankfile
