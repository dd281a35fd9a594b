// Everything that the ledger refuses, on one page.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/money.h"
#include "base/refusal.h"

namespace qianmo::ledger::refusals {

// Books.
Refusal BooksNotFound();
Refusal BooksExist();
// A collective that keeps no books of this kind.
Refusal BooksKindUnfit();
// The organisation ended with this day.
Refusal BooksEnded(Date last_day);
// A path that is of no township, village or group of the county.
Refusal OrgPathUnfit(const std::string& field);
// What the registry says of the organisation.
Refusal CollectiveNotFound();
Refusal CollectiveEnded();
// While its books were being opened.
Refusal CollectiveMoved();
Refusal RegistryOutOfReach();
Refusal NameUnreadable(const std::string& field);

// Accounts.
Refusal AccountCodeMalformed(const std::string& field);
Refusal AccountExists();
// It has postings of its own, or is an account at a bank.
Refusal AccountInUse(const std::string& code);
// It has sub-accounts.
Refusal AccountDivided(const std::string& code);
Refusal AccountUnknown(const std::string& code);
// It follows from deposits.
Refusal AccountKept(const std::string& code);
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
// Two lines of one account and party, so that nothing would move.
Refusal VoucherLinesCancel(const std::string& debit_field, const std::string& credit_field);
// A line that says what kind of income it is, of an account that has none.
Refusal IncomeKindUnfit(const std::string& field);
Refusal DateAhead();
Refusal VoucherNotFound();
Refusal VoucherEnded();
Refusal VoucherNotPosted();
Refusal VoucherReversed();
Refusal SamePerson();
Refusal OverLimit(Fen limit);

// Reports.
Refusal MonthsReversed();

// Periods, as "2026-01".
Refusal PeriodBeforeBooks(const std::string& first);
Refusal PeriodClosed(const std::string& month);
Refusal PeriodOutOfOrder(const std::string& open);
Refusal PeriodNotOver(const std::string& month);
Refusal PeriodHasDrafts(std::int64_t drafts);
Refusal PeriodNotCarried(int year);
Refusal PeriodCarried(int year);
Refusal NothingToCarry(int year);
// The balances changed since the voucher was written.
Refusal CarryStale();

}  // namespace qianmo::ledger::refusals
