// Access rules in words, for people who read the API.
#pragma once

#include <string>

#include "gateway/openapi/comments.h"
#include "gateway/openapi/json.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::gateway {

// "village clerk (村报账员)"; the Chinese comes from the comment of the role.
std::string RoleInWords(rpc::v1::Role role, const Comments& comments);
// One line a grant, as a list in Markdown.
std::string AccessInWords(const rpc::v1::Access& access, const Comments& comments);
// [{"roles": ["ROLE_…"], "scope": "SCOPE_…"}]; no roles: any signed-in caller.
Json AccessAsJson(const rpc::v1::Access& access);

}  // namespace qianmo::gateway
