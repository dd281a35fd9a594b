#include "registry/callers.h"

#include <algorithm>

#include "base/text.h"
#include "registry/domain/request_refusals.h"

namespace qianmo::registry {

Result<CountyId> ParentAtHome(rpc::Call& call, std::string_view parent) {
  QM_ASSIGN(const auto name, rpc::ResourceName::Parse("counties/*", parent, "parent"));
  QM_TRY(RequireHome(call, name.county));
  return name.county;
}

Result<Done> RequireHome(rpc::Call& call, CountyId county) {
  if (county == call.county()) return Done{};
  return call.MayTouch({.county = county});
}

std::vector<std::string> PathsOf(const rpc::ListScope& reach) {
  if (reach.whole_county) return {OrgPath::Of(reach.county).text()};
  return reach.org_prefixes;
}

Uuid AccountOf(const rpc::Call& call) {
  return Uuid::Parse(call.caller().account_id()).value_or(Uuid());
}

Uuid PersonOf(const rpc::Call& call) {
  return Uuid::Parse(call.caller().person()).value_or(Uuid());
}

Result<Date> ParseDay(std::string_view field, const google::type::Date& date) {
  const bool fits = date.year() >= 1 && date.year() <= 9999 && date.month() >= 1 &&
                    date.month() <= 12 && date.day() >= 1 && date.day() <= 31;
  if (!fits) return refusals::DateInvalid(field);
  const std::chrono::year_month_day day(std::chrono::year(date.year()),
                                        std::chrono::month(static_cast<unsigned>(date.month())),
                                        std::chrono::day(static_cast<unsigned>(date.day())));
  if (!day.ok()) return refusals::DateInvalid(field);
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

Result<Done> CheckMask(const google::protobuf::FieldMask& mask,
                       const std::vector<std::string_view>& changeable) {
  for (const std::string& path : mask.paths()) {
    if (std::ranges::find(changeable, path) == changeable.end()) {
      return refusals::MaskUnknown(path);
    }
  }
  return Done{};
}

Result<Done> CheckEtag(const std::string& given, std::int64_t version) {
  if (!given.empty() && given != std::to_string(version)) return refusals::EtagStale();
  return Done{};
}

Result<std::string> ParseReadable(std::string_view field, std::string_view typed) {
  auto name = NormalizeName(typed);
  if (!name || name->empty()) return refusals::NameUnreadable(field);
  return name;
}

}  // namespace qianmo::registry
