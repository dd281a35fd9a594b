// Holds as people see them.
#pragma once

#include <optional>
#include <vector>

#include "ledger/hold_store.h"
#include "qianmo/ledger/v1/holds.pb.h"

namespace qianmo::ledger {

// With all its parts. It must exist.
v1::Hold ReadHold(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, HoldId id,
                  Time now);

struct HoldQuery {
  std::optional<Uuid> lot = {};
  std::vector<Uuid> parties = {};  // each must be the hold's; any when there are none
  int state = 0;                   // any
  bool late_only = false;
  std::optional<Uuid> after = {};
  int limit = 0;
};
// Without their parts.
google::protobuf::RepeatedPtrField<v1::Hold> ListHoldsBy(pg::Transaction& tx, CountyId county,
                                                         const crypto::Keyring& ring,
                                                         const HoldQuery& query, Time now);

}  // namespace qianmo::ledger
