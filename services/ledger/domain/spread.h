// Rent of several years that came at once: which part of it is income when. The parts are the whole
// to the fen; what does not divide is in the last one.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "ledger/domain/approval.h"
#include "ledger/domain/period.h"
#include "ledger/domain/voucher.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.Spread.Method.
enum class SpreadMethod { kLeaseYears = 1, kYearsByDays = 2, kMonthsByDays = 3 };

inline constexpr int kMostSpreadYears = 100;

struct SpreadPart {
  int number;  // from 1
  Date first;
  Date last;
  Date due;
  Fen amount;

  bool operator==(const SpreadPart&) const = default;
};

// Lease years begin on the first day and its anniversaries (of 29 February on 1 March), are equal
// but for a broken last one, which counts by its days, and are due on their first days. Calendar
// years and months count by their days and are due on their last ones. Refuses SPREAD_DAYS_UNFIT;
// and SPREAD_TOO_FINE where a part would be nothing.
Result<std::vector<SpreadPart>> SpreadSchedule(Fen total, Date first, Date last,
                                               SpreadMethod method);

// The line of a voucher that can be spread: `position` counts from 1. Refuses SPREAD_VOUCHER_UNFIT
// unless the voucher is posted, is not taken back, and the line credits 211.
Result<VoucherLine> CheckSpreadLine(const VoucherFacts& voucher,
                                    const std::vector<VoucherLine>& lines, int position);

// Refuses SPREAD_ACCOUNT_UNFIT for one that is no income, ACCOUNT_UNKNOWN, ACCOUNT_DIVIDED.
Result<Done> CheckSpreadAccount(const std::set<AccountCode>& sub_accounts,
                                const AccountCode& income);

// The day that the voucher of a part gets: when it is due, or the first day after that which takes
// vouchers still; nothing until that has come.
std::optional<Date> DayOfPart(const BooksTerms& books, Date due, Date today);

}  // namespace qianmo::ledger
