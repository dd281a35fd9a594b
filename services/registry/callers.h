// What a call says in the terms of the registry's rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/field_mask.pb.h>

#include "rpc/home.h"

namespace qianmo::registry {

using rpc::AccountOf;
using rpc::IdAtHome;
using rpc::ParentAtHome;
using rpc::ParseDay;
using rpc::PathsOf;
using rpc::PersonOf;
using rpc::RequireHome;
using rpc::ToProto;

// Refuses MASK_UNKNOWN for a path that is none of `changeable`.
Result<Done> CheckMask(const google::protobuf::FieldMask& mask,
                       const std::vector<std::string_view>& changeable);
// Refuses ETAG_STALE when one is given and another version is stored.
Result<Done> CheckEtag(const std::string& given, std::int64_t version);

// In its normal form. Refuses NAME_UNREADABLE where nothing can be read.
Result<std::string> ParseReadable(std::string_view field, std::string_view typed);

}  // namespace qianmo::registry
