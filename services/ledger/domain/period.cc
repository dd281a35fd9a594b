#include "ledger/domain/period.h"

#include <algorithm>

#include "ledger/domain/refusals.h"

namespace qianmo::ledger {

Month::Month(Date day) {
  const std::chrono::year_month_day parts(day);
  index_ = static_cast<int>(parts.year()) * 12 +
           static_cast<int>(static_cast<unsigned>(parts.month())) - 1;
}

Date Month::first_day() const { return Date(std::chrono::year(year()) / number() / 1); }

Date Month::last_day() const { return next().first_day() - std::chrono::days(1); }

std::string Month::text() const {
  const std::string number_text = std::to_string(number());
  return std::to_string(year()) + (number() < 10 ? "-0" : "-") + number_text;
}

Result<Done> CheckVoucherDate(const BooksTerms& books, Date day, Date today) {
  const Month month(day);
  if (month < books.first_month) return refusals::PeriodBeforeBooks(books.first_month.text());
  if (month < books.open_month) return refusals::PeriodClosed(month.text());
  if (month.year() <= books.carried_year) return refusals::PeriodCarried(month.year());
  if (day > today) return refusals::DateAhead();
  return Done{};
}

Result<Done> CheckGoesOn(const BooksTerms& books, Date day) {
  if (books.last_day && day > *books.last_day) return refusals::BooksEnded(*books.last_day);
  return Done{};
}

Date PostingDay(const BooksTerms& books, Date day, Date today) {
  const Month first = std::max(books.open_month, Month::Of(books.carried_year + 1, 1));
  return std::min(std::max(day, first.first_day()), today);
}

Result<BooksTerms> DecideClosePeriod(const BooksTerms& books, Month month, Date today,
                                     std::int64_t drafts, bool has_result) {
  if (month != books.open_month) return refusals::PeriodOutOfOrder(books.open_month.text());
  if (today <= month.last_day()) return refusals::PeriodNotOver(month.text());
  if (drafts > 0) return refusals::PeriodHasDrafts(drafts);
  if (month.number() == 12 && has_result) return refusals::PeriodNotCarried(month.year());
  BooksTerms closed = books;
  closed.open_month = month.next();
  return closed;
}

Result<Done> DecideCarryYear(const BooksTerms& books, int year, Date today) {
  if (books.carried_year >= year) return refusals::PeriodCarried(year);
  if (books.open_month.year() != year) {
    return refusals::PeriodOutOfOrder(books.open_month.text());
  }
  const Month december = Month::Of(year, 12);
  if (today <= december.last_day()) return refusals::PeriodNotOver(december.text());
  return Done{};
}

Result<BooksTerms> DecideReopenPeriod(const BooksTerms& books, Month month) {
  const bool last = month >= books.first_month && month.next() == books.open_month;
  if (!last) return refusals::PeriodOutOfOrder(books.open_month.text());
  if (books.carried_year >= month.year()) return refusals::PeriodCarried(month.year());
  BooksTerms open = books;
  open.open_month = month;
  return open;
}

}  // namespace qianmo::ledger
