// Accounting periods: the months of a set of books, which are closed one after the other.
#pragma once

#include <compare>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace qianmo::ledger {

class Month {
 public:
  explicit Month(Date day);
  static Month Of(int year, int month) { return Month(Date(std::chrono::year(year) / month / 1)); }

  int year() const { return index_ / 12; }
  int number() const { return index_ % 12 + 1; }
  Month next() const { return Month(index_ + 1); }
  Date first_day() const;
  Date last_day() const;
  std::string text() const;  // "2026-01"

  auto operator<=>(const Month&) const = default;

 private:
  explicit Month(int index) : index_(index) {}

  int index_;  // months since the year 0
};

// Where a set of books stands.
struct BooksTerms {
  Month first_month;  // the first that can have postings
  Month open_month;   // all before it are closed
  // The last year whose income was carried to 322; nothing of it is posted any more.
  int carried_year;
  // The day on which the organisation ended, if it has.
  std::optional<Date> last_day = {};
};

// Whether a voucher of this day may be posted. Refuses PERIOD_BEFORE_BOOKS, PERIOD_CLOSED,
// PERIOD_CARRIED, DATE_AHEAD.
Result<Done> CheckVoucherDate(const BooksTerms& books, Date day, Date today);

// Whether something new of this day may be written: whoever goes on with the rest of an
// organisation that has ended writes it in books of its own. Refuses BOOKS_ENDED.
Result<Done> CheckGoesOn(const BooksTerms& books, Date day);

// The day on which that is posted which happened on `day`: that day, or the first that the books
// still take, and never one to come.
Date PostingDay(const BooksTerms& books, Date day, Date today);

// Closes `month`: the one that is open, once it is over, with no voucher left in it that waits for
// its approval. Refuses PERIOD_OUT_OF_ORDER, PERIOD_NOT_OVER, PERIOD_HAS_DRAFTS; and December
// PERIOD_NOT_CARRIED while there is income or expense that was not carried.
Result<BooksTerms> DecideClosePeriod(const BooksTerms& books, Month month, Date today,
                                     std::int64_t drafts, bool has_result);

// Whether the income of a year may be carried: it is over, and is the year of the open month.
// Refuses PERIOD_OUT_OF_ORDER, PERIOD_NOT_OVER, PERIOD_CARRIED.
Result<Done> DecideCarryYear(const BooksTerms& books, int year, Date today);

// Opens the month again that was closed last. Refuses PERIOD_OUT_OF_ORDER, and PERIOD_CARRIED in a
// year whose income is carried.
Result<BooksTerms> DecideReopenPeriod(const BooksTerms& books, Month month);

}  // namespace qianmo::ledger
