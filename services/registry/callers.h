// What a call says in the terms of the rules: which county and object is meant, which day, which
// fields change.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "base/org_path.h"
#include "google/type/date.pb.h"
#include "rpc/call.h"
#include "rpc/resource_name.h"

namespace qianmo::registry {

// The county of "counties/7". Refuses OUT_OF_SCOPE for another one than the caller's.
Result<CountyId> ParentAtHome(rpc::Call& call, std::string_view parent);

// Refuses OUT_OF_SCOPE for a name of another county: nothing of it is even looked for.
Result<Done> RequireHome(rpc::Call& call, CountyId county);
template <class Tag>
Result<Id<Tag>> IdAtHome(rpc::Call& call, std::string_view pattern, std::string_view name,
                         std::string_view field) {
  QM_ASSIGN(const auto parsed, rpc::ParseNamedId<Tag>(pattern, name, field));
  QM_TRY(RequireHome(call, parsed.county));
  return parsed.id;
}

// The paths that a list may show; none for callers who reach their household or account alone.
std::vector<std::string> PathsOf(const rpc::ListScope& reach);

// Whoever calls, and the person behind the account: maker and checker must differ in it.
Uuid AccountOf(const rpc::Call& call);
Uuid PersonOf(const rpc::Call& call);

// A whole day that exists. Refuses DATE_INVALID, also for a date that is not given.
Result<Date> ParseDay(std::string_view field, const google::type::Date& date);
google::type::Date ToProto(Date date);

// Refuses MASK_UNKNOWN for a path that is none of `changeable`.
Result<Done> CheckMask(const google::protobuf::FieldMask& mask,
                       const std::vector<std::string_view>& changeable);
// Refuses ETAG_STALE when one is given and another version is stored.
Result<Done> CheckEtag(const std::string& given, std::int64_t version);

// In its normal form. Refuses NAME_UNREADABLE where nothing can be read.
Result<std::string> ParseReadable(std::string_view field, std::string_view typed);

}  // namespace qianmo::registry
