#include "registry/unit_callers.h"

#include "registry/domain/unit_refusals.h"
#include "rpc/resource_name.h"

namespace qianmo::registry {
namespace {

constexpr std::string_view kCollectivePattern = "counties/*/collectives/*";
constexpr std::string_view kHouseholdPattern = "counties/*/households/*";

std::string HouseholdText(const std::optional<Uuid>& id) { return id ? id->ToString() : ""; }

// The side of the change that is the caller's household, or else the one that is not.
std::string HouseholdOf(const rpc::Call& call, const UnitSides& sides) {
  const std::string taker = HouseholdText(sides.taker);
  return taker == call.caller().household_id() ? taker : HouseholdText(sides.giver);
}

}  // namespace

UnitActor UnitActorOf(const rpc::v1::Caller& caller) {
  return {Uuid::Parse(caller.account_id()).value_or(Uuid()),
          Uuid::Parse(caller.person()).value_or(Uuid())};
}

Result<Uuid> UnitIdAtHome(rpc::Call& call, std::string_view pattern, std::string_view text,
                          std::string_view field) {
  QM_ASSIGN(const auto name, rpc::ParseNamedId<struct UnitNameTag>(pattern, text, field));
  if (name.county != call.county()) QM_TRY(call.MayTouch({.county = name.county}));
  return name.id.uuid;
}

Result<Uuid> UnitHolderAtHome(rpc::Call& call, std::string_view text, std::string_view field) {
  const bool own = text.find("/collectives/") != text.npos;
  return UnitIdAtHome(call, own ? kCollectivePattern : kHouseholdPattern, text, field);
}

Result<UnitPlace> TouchUnitPlace(pg::Transaction& tx, rpc::Call& call, const Uuid& collective,
                                 const std::optional<Uuid>& household) {
  auto place = FindUnitPlace(tx, call.county(), collective);
  QM_TRY(call.MayTouch({.county = call.county(),
                        .org_path = place ? place->org_path : "",
                        .household_id = HouseholdText(household)}));
  if (!place) return refusals::HolderNotFound();
  return *std::move(place);
}

Result<UnitChangeRow> TouchUnitChange(pg::Transaction& tx, rpc::Call& call, const Uuid& id,
                                      bool (*by_household)(const UnitChangeFacts&)) {
  auto change = FindUnitChange(tx, call.county(), id);
  if (!change) {
    QM_TRY(call.MayTouch({.county = call.county()}));
    return refusals::UnitChangeNotFound();
  }
  const auto place = FindUnitPlace(tx, call.county(), change->collective);
  const bool open = by_household(change->facts);
  QM_TRY(call.MayTouch({.county = call.county(),
                        .org_path = place.value().org_path,
                        .household_id = open ? HouseholdOf(call, change->facts.sides) : ""}));
  return *std::move(change);
}

Result<std::optional<Date>> ParseUnitDate(std::string_view field, bool given,
                                          const google::type::Date& date) {
  if (!given) return std::optional<Date>();
  const std::chrono::year_month_day day(std::chrono::year(date.year()),
                                        std::chrono::month(static_cast<unsigned>(date.month())),
                                        std::chrono::day(static_cast<unsigned>(date.day())));
  const bool fits = date.year() >= 1900 && date.year() <= 9999 && date.month() >= 1 &&
                    date.month() <= 12 && date.day() >= 1 && date.day() <= 31;
  if (!fits || !day.ok()) {
    return Refusal::InvalidField(std::string(field), "is no day since 1900");
  }
  return std::optional<Date>(std::chrono::sys_days(day));
}

google::type::Date ToUnitDate(Date date) {
  const std::chrono::year_month_day day(date);
  google::type::Date made;
  made.set_year(static_cast<int>(day.year()));
  made.set_month(static_cast<int>(static_cast<unsigned>(day.month())));
  made.set_day(static_cast<int>(static_cast<unsigned>(day.day())));
  return made;
}

}  // namespace qianmo::registry
