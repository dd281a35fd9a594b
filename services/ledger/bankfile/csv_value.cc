#include "ledger/bankfile/csv_value.h"

#include <algorithm>

#include "base/decimal.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr int kPlaces = 2;

bool IsDigitAt(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

bool IsTimeLetter(char c) { return c == 'h' || c == 'm' || c == 's'; }

bool HasTogether(std::string_view pattern, char letter, std::size_t times) {
  return std::count(pattern.begin(), pattern.end(), letter) == static_cast<std::ptrdiff_t>(times) &&
         pattern.find(std::string(times, letter)) != pattern.npos;
}

std::string_view WithoutZeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
}

// The commas gone, if they were where they belong.
std::optional<std::string> Ungrouped(std::string_view text) {
  std::string plain(text);
  if (plain.find(',') == plain.npos) return plain;
  if (!ParseDecimal(text, kPlaces)) return std::nullopt;
  std::erase(plain, ',');
  return plain;
}

}  // namespace

Result<Fen> ParseCsvTotal(std::string_view text, bool fen, const ValueName& name) {
  const std::string field(name.field);
  if (!fen) {
    const auto plain = Ungrouped(text);
    if (!plain) return refusals::AmountMalformed(name.place, field);
    return ParseTotal(*plain, name);
  }
  if (text.empty()) return refusals::ValueMissing(name.place, field);
  if (text.starts_with('-')) return refusals::AmountNotPositive(name.place, field);
  const auto count = ParseCount(WithoutZeros(text), name);
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return refusals::AmountMalformed(name.place, field);
  if (!count || Fen(*count) > kMostFen) return refusals::AmountTooLarge(name.place, field);
  return Fen(*count);
}

Result<Fen> ParseCsvSigned(std::string_view text, bool fen, const ValueName& name) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('-')) {
    return refusals::AmountMalformed(name.place, std::string(name.field));
  }
  QM_ASSIGN(const Fen amount, ParseCsvTotal(text, fen, name));
  return negative ? -amount : amount;
}

std::string FormatCsvAmount(Fen amount, bool fen) {
  return fen ? std::to_string(amount.count()) : FormatAmount(amount);
}

bool IsDatePattern(std::string_view pattern) {
  return HasTogether(pattern, 'Y', 4) && HasTogether(pattern, 'M', 2) &&
         HasTogether(pattern, 'D', 2);
}

Result<Date> ParseCsvDate(std::string_view text, std::string_view pattern, const ValueName& name) {
  int year = 0, month = 0, day = 0;
  bool fits = text.size() == pattern.size();
  for (std::size_t at = 0; fits && at < pattern.size(); ++at) {
    const char letter = pattern[at];
    int* const part = letter == 'Y'   ? &year
                      : letter == 'M' ? &month
                      : letter == 'D' ? &day
                                      : nullptr;
    if (part != nullptr || IsTimeLetter(letter)) {
      fits = IsDigitAt(text, at);
      if (part != nullptr) *part = *part * 10 + (text[at] - '0');
    } else {
      fits = text[at] == letter;
    }
  }
  const auto date = std::chrono::year(year) / month / day;
  if (!fits || !date.ok() || year == 0) {
    return refusals::ValueMalformed(name.place, std::string(name.field), std::string(pattern));
  }
  return Date(date);
}

std::string FormatCsvDate(Date date, std::string_view pattern) {
  const std::chrono::year_month_day fields(date);
  int year = int(fields.year());
  unsigned month = unsigned(fields.month()), day = unsigned(fields.day());
  std::string text(pattern);
  // The last digit of each part comes first.
  for (auto c = text.rbegin(); c != text.rend(); ++c) {
    if (*c == 'Y') {
      *c = static_cast<char>('0' + year % 10);
      year /= 10;
    } else if (*c == 'M') {
      *c = static_cast<char>('0' + month % 10);
      month /= 10;
    } else if (*c == 'D') {
      *c = static_cast<char>('0' + day % 10);
      day /= 10;
    } else if (IsTimeLetter(*c)) {
      *c = '0';
    }
  }
  return text;
}

}  // namespace qianmo::ledger::bankfile
