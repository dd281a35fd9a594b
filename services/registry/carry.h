// What a collective owns goes to its successor: each room of the registry carries its own tables,
// in the transaction that ends the collective. A new room adds itself to the list in carry.cc.
//
// Everybody in the registry who locks several things does so in this order: collectives,
// households, books of units, squares of the map, assets, parcels; of one kind by their ids.
#pragma once

#include <string>
#include <vector>

#include "base/org_path.h"
#include "base/result.h"
#include "pg/transaction.h"
#include "registry/domain/collective_change.h"

namespace qianmo::registry {

struct Carry {
  CountyId county;
  CollectiveId from;
  CollectiveId to;  // the same as `from` where only its place changes
  OrgPath from_path;
  OrgPath to_path;
  Date day;
  Uuid account;            // who confirmed it
  std::string cause = {};  // the name of the change
  Time now;
};

struct CarryingRoom {
  // Everything: of rows whose org_path begins with from_path that beginning becomes to_path, and
  // what was `from`'s own is `to`'s.
  Result<Done> (*all)(pg::Transaction& tx, const Carry& carry);
  // These items but for collectives, and what hangs on them. All of them are `from`'s own.
  Result<Done> (*some)(pg::Transaction& tx, const Carry& carry, const PartItems& items);
};

// Through all rooms. Refuse what a room refuses; the transaction must end then.
Result<Done> CarryAll(pg::Transaction& tx, const Carry& carry);
Result<Done> CarrySome(pg::Transaction& tx, const Carry& carry, const PartItems& items);

}  // namespace qianmo::registry
