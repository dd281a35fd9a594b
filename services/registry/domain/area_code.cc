#include "registry/domain/area_code.h"

#include <algorithm>

#include "registry/domain/collective_refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::size_t kDigits = 12;
constexpr std::size_t kCountyDigits = 6;
constexpr std::size_t kTownshipDigits = 9;
constexpr std::string_view kNobody = "000";

Result<Done> CheckDigits(OrgLevel level, std::string_view code) {
  const bool digits = code.size() == kDigits &&
                      std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return refusals::AreaCodeUnfit("It has 12 digits.");
  const bool of_village = code.substr(kTownshipDigits) != kNobody;
  const bool of_township = !of_village && code.substr(kCountyDigits, 3) != kNobody;
  if (level == OrgLevel::kTownship && !of_township) {
    return refusals::AreaCodeUnfit("A township's ends in 000, after three digits of its own.");
  }
  if (level == OrgLevel::kVillage && !of_village) {
    return refusals::AreaCodeUnfit("A village's ends in three digits of its own.");
  }
  if (level == OrgLevel::kGroup) return refusals::AreaCodeUnfit("A group has no area code.");
  return Done{};
}

bool Holds(const DatedCode& code, Date day) {
  return code.start_date <= day && (!code.end_date || day < *code.end_date);
}

// Every code of the township from that day on has the same digits, and there is one that day.
bool FitsTownship(const DatedCodes& township, std::string_view code, Date start_date) {
  if (!CodeOn(township, start_date)) return false;
  return std::ranges::all_of(township, [&](const DatedCode& one) {
    const bool past = one.end_date && *one.end_date <= start_date;
    return past || one.code.starts_with(code.substr(0, kTownshipDigits));
  });
}

}  // namespace

std::optional<std::string> CodeOn(const DatedCodes& codes, Date day) {
  const auto found = std::ranges::find_if(codes, [&](const auto& one) { return Holds(one, day); });
  return found == codes.end() ? std::nullopt : std::optional(found->code);
}

Result<Done> DecideAreaCode(const AreaCodeFacts& facts, std::string_view code, Date start_date) {
  QM_TRY(CheckDigits(facts.level, code));
  const bool later_there = !facts.own.empty() && facts.own.back().start_date >= start_date;
  const bool later_below = facts.youngest_below && *facts.youngest_below >= start_date;
  if (later_there || later_below) return refusals::AreaCodeHistory();
  const bool fits = facts.level == OrgLevel::kTownship
                        ? code.starts_with(facts.county_code)
                        : FitsTownship(facts.parent, code, start_date);
  if (!fits) return refusals::AreaCodeParent();
  return Done{};
}

}  // namespace qianmo::registry
