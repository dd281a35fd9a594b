// The reasons that every method may refuse with, and that no method declares for that: of the door,
// of field rules, of the journal and of overload.
#pragma once

#include <span>
#include <string_view>

namespace qianmo::rpc {

struct AnyReason {
  std::string_view reason;
  std::string_view meaning;  // one sentence for people who write clients
};

std::span<const AnyReason> ReasonsOfAnyMethod();
bool IsReasonOfAnyMethod(std::string_view reason);

}  // namespace qianmo::rpc
