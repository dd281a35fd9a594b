#include "rpc/reasons.h"

#include <algorithm>
#include <array>

namespace qianmo::rpc {
namespace {

constexpr std::array<AnyReason, 13> kReasons = {{
    {"TOKEN_MISSING", "Nobody is signed in."},
    {"TOKEN_INVALID", "The caller token is none of ours."},
    {"TOKEN_EXPIRED", "The caller token is over: ask for another."},
    {"TOKEN_KEY_UNKNOWN", "The caller token is signed by a key that is gone."},
    {"ROLE_MISSING", "The caller holds no role that may do this."},
    {"SECOND_FACTOR_REQUIRED", "The role counts only in a session with a second factor."},
    {"OUT_OF_SCOPE", "The object is outside the caller's part of the county."},
    {"INVALID_FIELD", "A field breaks its rules; the fields are listed."},
    {"INVALID_UTF8", "A text is not UTF-8."},
    {"REQUEST_ID_REUSED", "The request_id was given to another request before."},
    {"OVERLOADED", "Too much is waiting: come back after the time that is told."},
    {"TOO_BUSY", "Too many passwords are being checked: come back shortly."},
    {"TOO_MANY_WATCHERS", "Too many watch already: ask now and then instead."},
}};

}  // namespace

std::span<const AnyReason> ReasonsOfAnyMethod() { return kReasons; }

bool IsReasonOfAnyMethod(std::string_view reason) {
  return std::any_of(kReasons.begin(), kReasons.end(),
                     [&](const AnyReason& one) { return one.reason == reason; });
}

}  // namespace qianmo::rpc
