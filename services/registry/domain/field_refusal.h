// A refusal of one field, with a reason of its own.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/refusal.h"

namespace qianmo::registry::refusals {

inline Refusal OfField(std::string_view field, std::string reason, std::string description) {
  Refusal refusal = Refusal::InvalidField(std::string(field), std::move(description));
  refusal.reason = std::move(reason);
  return refusal;
}

}  // namespace qianmo::registry::refusals
