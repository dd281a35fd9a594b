// Parcels of different collectives on the same ground: found, and settled. Whoever calls any of
// this holds the squares of the map where the parcels are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pg/transaction.h"
#include "registry/domain/parcel.h"

namespace qianmo::registry {

// Compares these parcels with all that are around them: who overlaps whom is recorded, and every
// parcel that this concerns is disputed or not accordingly. A parcel whose overlap is gone is free
// again. What the township has confirmed stays so where both still overlap.
void ReexamineOverlaps(pg::Transaction& tx, CountyId county, const std::vector<ParcelId>& ids,
                       Time now);
// A boundary that was drawn anew is nobody's confirmed one.
void ForgetConfirmations(pg::Transaction& tx, CountyId county, ParcelId id);

// As `id` sees its overlap with `other`; nothing where they do not overlap.
std::optional<BoundaryDispute> FindDispute(pg::Transaction& tx, CountyId county, ParcelId id,
                                           ParcelId other);
struct Confirmation {
  Uuid person;
  Uuid account;
  std::string reason;
  Uuid evidence;
};
void ConfirmOverlap(pg::Transaction& tx, CountyId county, ParcelId id, ParcelId other,
                    const Confirmation& confirmation, Time now);

}  // namespace qianmo::registry
