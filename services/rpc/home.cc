#include "rpc/home.h"

namespace qianmo::rpc {
namespace {

Refusal NoSuchDay(std::string_view field) {
  Refusal refusal = Refusal::InvalidField(std::string(field), "There is no such day.");
  refusal.reason = "DATE_INVALID";
  return refusal;
}

}  // namespace

Result<CountyId> ParentAtHome(Call& call, std::string_view parent) {
  QM_ASSIGN(const auto name, ResourceName::Parse("counties/*", parent, "parent"));
  QM_TRY(RequireHome(call, name.county));
  return name.county;
}

Result<Done> RequireHome(Call& call, CountyId county) {
  if (county == call.county()) return Done{};
  return call.MayTouch({.county = county});
}

std::vector<std::string> PathsOf(const ListScope& reach) {
  if (reach.whole_county) return {OrgPath::Of(reach.county).text()};
  return reach.org_prefixes;
}

Uuid AccountOf(const Call& call) {
  return Uuid::Parse(call.caller().account_id()).value_or(Uuid());
}

Uuid PersonOf(const Call& call) { return Uuid::Parse(call.caller().person()).value_or(Uuid()); }

Result<Date> ParseDay(std::string_view field, const google::type::Date& date) {
  const bool fits = date.year() >= 1 && date.year() <= 9999 && date.month() >= 1 &&
                    date.month() <= 12 && date.day() >= 1 && date.day() <= 31;
  if (!fits) return NoSuchDay(field);
  const std::chrono::year_month_day day(std::chrono::year(date.year()),
                                        std::chrono::month(static_cast<unsigned>(date.month())),
                                        std::chrono::day(static_cast<unsigned>(date.day())));
  if (!day.ok()) return NoSuchDay(field);
  return Date(day);
}

google::type::Date ToProto(Date date) {
  const std::chrono::year_month_day day(date);
  google::type::Date proto;
  proto.set_year(static_cast<int>(day.year()));
  proto.set_month(static_cast<int>(static_cast<unsigned>(day.month())));
  proto.set_day(static_cast<int>(static_cast<unsigned>(day.day())));
  return proto;
}

}  // namespace qianmo::rpc
