// What a call says in the terms of the rules: which county and object is meant, who calls, which
// day.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/org_path.h"
#include "google/type/date.pb.h"
#include "rpc/call.h"
#include "rpc/resource_name.h"

namespace qianmo::rpc {

// The county of "counties/7". Refuses OUT_OF_SCOPE for another one than the caller's.
Result<CountyId> ParentAtHome(Call& call, std::string_view parent);

// Refuses OUT_OF_SCOPE for a name of another county: nothing of it is even looked for.
Result<Done> RequireHome(Call& call, CountyId county);
template <class Tag>
Result<Id<Tag>> IdAtHome(Call& call, std::string_view pattern, std::string_view name,
                         std::string_view field) {
  QM_ASSIGN(const auto parsed, ParseNamedId<Tag>(pattern, name, field));
  QM_TRY(RequireHome(call, parsed.county));
  return parsed.id;
}

// The paths that a list may show; none for callers who reach their household or account alone.
std::vector<std::string> PathsOf(const ListScope& reach);

// Whoever calls, and the person behind the account: maker and checker must differ in it.
Uuid AccountOf(const Call& call);
Uuid PersonOf(const Call& call);

// A whole day that exists. Refuses DATE_INVALID, also for a date that is not given.
Result<Date> ParseDay(std::string_view field, const google::type::Date& date);
google::type::Date ToProto(Date date);

}  // namespace qianmo::rpc
