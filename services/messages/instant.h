// Instants that requests carry.
#pragma once

#include <string_view>

#include "base/result.h"
#include "rpc/timestamp.h"

namespace qianmo::messages {

// Refuses a timestamp before 1970 or after the year 9999, which no column holds.
inline Result<Time> InstantOf(const google::protobuf::Timestamp& stamp, std::string_view field) {
  constexpr std::int64_t kLastSecond = 253'402'300'799;
  const bool fits = stamp.seconds() >= 0 && stamp.seconds() <= kLastSecond && stamp.nanos() >= 0 &&
                    stamp.nanos() <= 999'999'999;
  if (!fits) return Refusal::InvalidField(std::string(field), "is no instant of our calendar");
  return rpc::ToTime(stamp);
}

}  // namespace qianmo::messages
