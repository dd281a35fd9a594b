// Instants as the protos write them.
#pragma once

#include <google/protobuf/util/time_util.h>

#include "base/clock.h"

namespace qianmo::rpc {

inline google::protobuf::Timestamp ToTimestamp(Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(time.time_since_epoch().count());
}

inline Time ToTime(const google::protobuf::Timestamp& stamp) {
  return Time(Duration(google::protobuf::util::TimeUtil::TimestampToMicroseconds(stamp)));
}

}  // namespace qianmo::rpc
