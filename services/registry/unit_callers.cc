#include "registry/unit_callers.h"

#include "registry/domain/unit_refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::string_view kBookPattern = "counties/*/collectives/*";
constexpr std::string_view kHolderPattern = "counties/*/households/*";

std::string HouseholdText(const std::optional<Uuid>& id) { return id ? id->ToString() : ""; }

// The side of the change that is the caller's household, or else the one that is not.
std::string HouseholdOf(const rpc::Call& call, const UnitSides& sides) {
  const std::string taker = HouseholdText(sides.taker);
  return taker == call.caller().household_id() ? taker : HouseholdText(sides.giver);
}

}  // namespace

UnitActor UnitActorOf(const rpc::Call& call) { return {AccountOf(call), PersonOf(call)}; }

Result<Uuid> UnitIdAtHome(rpc::Call& call, std::string_view pattern, std::string_view text,
                          std::string_view field) {
  QM_ASSIGN(const auto id, IdAtHome<struct UnitNameTag>(call, pattern, text, field));
  return id.uuid;
}

Result<Uuid> UnitHolderAtHome(rpc::Call& call, std::string_view text, std::string_view field) {
  const bool own = text.find("/collectives/") != text.npos;
  return UnitIdAtHome(call, own ? kBookPattern : kHolderPattern, text, field);
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
  QM_ASSIGN(const Date day, ParseDay(field, date));
  return std::optional<Date>(day);
}

}  // namespace qianmo::registry
