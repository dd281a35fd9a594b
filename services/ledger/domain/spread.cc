#include "ledger/domain/spread.h"

#include <algorithm>

#include "ledger/domain/spread_refusals.h"

namespace qianmo::ledger {
namespace {

using std::chrono::days;

// The first day of the lease year that begins `years` after the first one.
Date Anniversary(Date first, int years) {
  const std::chrono::year_month_day day(first);
  const auto then = (day.year() + std::chrono::years(years)) / day.month() / day.day();
  if (then.ok()) return Date(then);
  return Date(then.year() / 3 / 1);
}

std::int64_t DaysOf(Date first, Date last) { return (last - first).count() + 1; }

// Without amounts.
std::vector<SpreadPart> CutByCalendar(Date first, Date last, bool by_months) {
  std::vector<SpreadPart> parts;
  for (Date begin = first; begin <= last;) {
    const Month month(begin);
    const Month end = by_months ? month : Month::Of(month.year(), 12);
    const Date until = std::min(last, end.last_day());
    parts.push_back({static_cast<int>(parts.size()) + 1, begin, until, until, Fen()});
    begin = until + days(1);
  }
  return parts;
}

std::vector<SpreadPart> CutByLeaseYears(Date first, Date last) {
  std::vector<SpreadPart> parts;
  for (int year = 0; Anniversary(first, year) <= last; ++year) {
    const Date begin = Anniversary(first, year);
    const Date until = std::min(last, Anniversary(first, year + 1) - days(1));
    parts.push_back({year + 1, begin, until, begin, Fen()});
  }
  return parts;
}

// What the parts count, together 1.
std::vector<Fraction> SharesByDays(const std::vector<SpreadPart>& parts) {
  const std::int64_t all = DaysOf(parts.front().first, parts.back().last);
  std::vector<Fraction> shares;
  for (const SpreadPart& part : parts) shares.emplace_back(DaysOf(part.first, part.last), all);
  return shares;
}

std::vector<Fraction> SharesByLeaseYears(const std::vector<SpreadPart>& parts) {
  const SpreadPart& end = parts.back();
  const Date whole = Anniversary(parts.front().first, end.number) - days(1);
  const Fraction last(DaysOf(end.first, end.last), DaysOf(end.first, whole));
  const Fraction years = Fraction(static_cast<std::int64_t>(parts.size()) - 1, 1) + last;
  const Fraction year(years.denominator(), years.numerator());
  std::vector<Fraction> shares(parts.size(), year);
  shares.back() = last * year;
  return shares;
}

}  // namespace

Result<std::vector<SpreadPart>> SpreadSchedule(Fen total, Date first, Date last,
                                               SpreadMethod method) {
  if (last < first || last >= Anniversary(first, kMostSpreadYears)) {
    return refusals::SpreadDaysUnfit(kMostSpreadYears);
  }
  const bool by_lease = method == SpreadMethod::kLeaseYears;
  auto parts = by_lease ? CutByLeaseYears(first, last)
                        : CutByCalendar(first, last, method == SpreadMethod::kMonthsByDays);
  const auto shares = by_lease ? SharesByLeaseYears(parts) : SharesByDays(parts);
  Fen rest = total;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].amount = i + 1 == parts.size() ? rest : Floor(total, shares[i]);
    rest -= parts[i].amount;
    if (parts[i].amount <= Fen()) return refusals::SpreadTooFine();
  }
  return parts;
}

Result<VoucherLine> CheckSpreadLine(const VoucherFacts& voucher,
                                    const std::vector<VoucherLine>& lines, int position) {
  const bool stands = voucher.state == VoucherState::kPosted && !voucher.is_reversed;
  if (!stands || position < 1 || position > static_cast<int>(lines.size())) {
    return refusals::SpreadVoucherUnfit();
  }
  const VoucherLine& line = lines[static_cast<std::size_t>(position) - 1];
  if (line.side != Side::kCredit || !line.account.text().starts_with("211")) {
    return refusals::SpreadVoucherUnfit();
  }
  return line;
}

Result<Done> CheckSpreadAccount(const std::set<AccountCode>& sub_accounts,
                                const AccountCode& income) {
  QM_ASSIGN(const ChartAccount account, FindAccount(Chart::kCollective, income));
  if (account.nature != Nature::kIncome) return refusals::SpreadAccountUnfit();
  return CheckPostable(Chart::kCollective, sub_accounts, income);
}

std::optional<Date> DayOfPart(const BooksTerms& books, Date due, Date today) {
  const Date after_carried = Month::Of(books.carried_year + 1, 1).first_day();
  const Date day = std::max({due, books.open_month.first_day(), after_carried});
  if (day > today) return std::nullopt;
  return day;
}

}  // namespace qianmo::ledger
