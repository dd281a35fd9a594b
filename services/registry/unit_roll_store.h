// Rolls: who holds what at the end of a day, by what was known at an instant.
#pragma once

#include <optional>

#include <google/protobuf/repeated_field.h>

#include "pg/transaction.h"
#include "qianmo/registry/v1/unit_resources.pb.h"

namespace qianmo::registry {

struct UnitRollWish {
  CountyId county;
  Uuid collective;
  Date as_of;
  Time known;
  std::optional<Uuid> after = {};  // the last holder of the page before
  int limit = 0;
};

// In the order of the holders' ids; who holds nothing is not on it.
google::protobuf::RepeatedPtrField<v1::RollLine> ReadRoll(pg::Transaction& tx,
                                                          const UnitRollWish& wish);
google::protobuf::RepeatedPtrField<v1::RollTotal> ReadRollTotals(pg::Transaction& tx,
                                                                 const UnitRollWish& wish);
// What one holder has.
google::protobuf::RepeatedPtrField<v1::RollHolding> ReadHoldings(pg::Transaction& tx,
                                                                 const UnitRollWish& wish,
                                                                 const Uuid& holder);

}  // namespace qianmo::registry
