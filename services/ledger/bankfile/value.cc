#include "ledger/bankfile/value.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/time_text.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr int kDecimals = 2;
constexpr std::size_t kMostDigits = 15;
constexpr std::size_t kDateSize = sizeof("2026-11-20") - 1;

bool IsAllDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Digits, perhaps a point and more digits: what is wrong then is its size or its decimals.
bool IsPlainNumber(std::string_view text) {
  const std::size_t point = text.find('.');
  return IsAllDigits(text.substr(0, point)) &&
         (point == text.npos || IsAllDigits(text.substr(point + 1)));
}

bool IsOffset(std::string_view text) {
  return text.size() == sizeof("+08:00") - 1 && (text[0] == '+' || text[0] == '-') &&
         text[3] == ':' && IsAllDigits(text.substr(1, 2)) && IsAllDigits(text.substr(4));
}

bool HasZone(std::string_view text) {
  return text.ends_with('Z') ||
         (text.size() > kDateSize + 6 && IsOffset(text.substr(text.size() - 6)));
}

}  // namespace

Result<Fen> ParseTotal(std::string_view text, const ValueName& name) {
  const std::string field(name.field);
  if (text.empty()) return refusals::ValueMissing(name.place, field);
  if (text.starts_with('-')) return refusals::AmountNotPositive(name.place, field);
  if (!IsPlainNumber(text)) return refusals::AmountMalformed(name.place, field);
  const std::size_t point = text.find('.');
  if (point != text.npos && text.size() - point - 1 > kDecimals) {
    return refusals::AmountMalformed(name.place, field);
  }
  const std::size_t digits = std::min(text.find_first_not_of('0'), text.size() - 1);
  const auto fen = ParseDecimal(text.substr(text[digits] == '.' ? digits - 1 : digits), kDecimals);
  if (!fen || Fen(*fen) > kMostFen) return refusals::AmountTooLarge(name.place, field);
  return Fen(*fen);
}

Result<Fen> ParseAmount(std::string_view text, const ValueName& name) {
  QM_ASSIGN(const Fen amount, ParseTotal(text, name));
  if (amount == Fen()) return refusals::AmountNotPositive(name.place, std::string(name.field));
  return amount;
}

std::string FormatAmount(Fen amount) { return FormatDecimal(amount.count(), kDecimals); }

Result<std::int64_t> ParseCount(std::string_view text, const ValueName& name) {
  if (!IsAllDigits(text) || text.size() > kMostDigits) {
    return refusals::ValueMalformed(name.place, std::string(name.field), "a whole number");
  }
  std::int64_t count = 0;
  for (const char c : text) count = count * 10 + (c - '0');
  return count;
}

Result<Date> ParseDay(std::string_view text, const ValueName& name) {
  const std::string_view zone = text.substr(std::min(kDateSize, text.size()));
  const auto date = ParseIsoDate(text.substr(0, kDateSize));
  if (!date || !(zone.empty() || zone == "Z" || IsOffset(zone))) {
    return refusals::ValueMalformed(name.place, std::string(name.field), "2026-11-20");
  }
  return *date;
}

Result<Date> ParseDayOfTime(std::string_view text, const ValueName& name) {
  const auto time = ParseRfc3339(HasZone(text) ? std::string(text) : std::string(text) + "+08:00");
  if (!time) {
    return refusals::ValueMalformed(name.place, std::string(name.field), "2026-11-20T10:00:00");
  }
  return BeijingDate(*time);
}

Result<bool> ParseFlag(std::string_view text, const ValueName& name) {
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return refusals::ValueMalformed(name.place, std::string(name.field), "true or false");
}

Result<Done> AddTo(Fen* sum, Fen amount, const ValueName& name) {
  std::int64_t total = 0;
  if (__builtin_add_overflow(sum->count(), amount.count(), &total)) {
    return refusals::AmountTooLarge(name.place, std::string(name.field));
  }
  *sum = Fen(total);
  return Done();
}

}  // namespace qianmo::ledger::bankfile
