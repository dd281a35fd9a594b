#include "base/quantity.h"

#include "base/decimal.h"
#include "base/exact.h"

namespace qianmo {
namespace {

constexpr int kPlaces = 3;

struct Unit {
  Measure measure;
  std::string_view sign;
  std::int64_t finest;  // the smallest countable part, in thousandths
};
constexpr Unit kUnits[] = {{Measure::kMu, "亩", 1},
                           {Measure::kSquareMetre, "㎡", 10},
                           {Measure::kMachine, "台", 1000},
                           {Measure::kTree, "株", 1000},
                           {Measure::kItem, "项", 1000}};

const Unit& UnitOf(Measure measure) { return kUnits[static_cast<std::size_t>(measure)]; }

Refusal Invalid(std::string message) {
  return Refusal{Refusal::Kind::kInvalid, "INVALID_QUANTITY", std::move(message)};
}

}  // namespace

std::string_view Sign(Measure measure) { return UnitOf(measure).sign; }

Result<Quantity> Quantity::Make(std::int64_t thousandths, Measure measure) {
  if (thousandths < 0) return Invalid("a quantity cannot be negative");
  if (thousandths % UnitOf(measure).finest != 0) {
    return Invalid("a quantity is finer than its unit can be counted");
  }
  return Quantity(thousandths, measure);
}

Result<Quantity> Quantity::Parse(std::string_view text) {
  for (const Unit& unit : kUnits) {
    if (!text.ends_with(unit.sign)) continue;
    const auto count = ParseDecimal(text.substr(0, text.size() - unit.sign.size()), kPlaces);
    if (!count) break;
    return Make(*count, unit.measure);
  }
  return Invalid("a quantity is a number and its unit, like 12.5亩 or 3台");
}

std::string Quantity::ToString() const {
  std::string text = FormatGroupedDecimal(thousandths_, kPlaces);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text.append(Sign(measure_));
}

Result<Quantity> Sum(const Quantity& a, const Quantity& b) {
  if (a.measure_ != b.measure_) {
    return Refusal{Refusal::Kind::kInvalid, "UNLIKE_UNITS",
                   "quantities of different units cannot be added"};
  }
  return Quantity(CheckedAdd(a.thousandths_, b.thousandths_), a.measure_);
}

}  // namespace qianmo
