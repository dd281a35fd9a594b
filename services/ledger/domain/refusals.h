// Everything that the ledger refuses, on one page.
#pragma once

#include <cstdint>
#include <string>

#include "base/money.h"
#include "base/refusal.h"

namespace qianmo::ledger::refusals {

// Accounts.
Refusal AccountUnknown(const std::string& code);
// `missing` is what would have to be there.
Refusal FloorBroken(const std::string& code, Fen missing);

// Vouchers.
Refusal VoucherEmpty();
Refusal VoucherTooLong(std::size_t most_lines);
Refusal AmountNotPositive(const std::string& field);
// Debits less credits.
Refusal VoucherUnbalanced(Fen difference);
// Two lines that would have to be one row.
Refusal VoucherPurposesMixed(const std::string& debit_field, const std::string& credit_field);
Refusal DateAhead();

// Periods, as "2026-01".
Refusal PeriodBeforeBooks(const std::string& first);
Refusal PeriodClosed(const std::string& month);
Refusal PeriodOutOfOrder(const std::string& open);
Refusal PeriodNotOver(const std::string& month);
Refusal PeriodHasDrafts(std::int64_t drafts);
Refusal PeriodNotCarried(int year);
Refusal PeriodCarried(int year);

}  // namespace qianmo::ledger::refusals
