// What a collective owns goes to its successor: each room of the registry carries its own tables,
// in the transaction that ends the collective. A new room adds itself to the list in carry.cc.
#pragma once

#include <string>
#include <vector>

#include "base/org_path.h"
#include "base/result.h"
#include "pg/transaction.h"
#include "registry/domain/collective.h"

namespace qianmo::registry {

struct Carry {
  CountyId county;
  CollectiveId from;
  CollectiveId to;  // the same as `from` where only its place changes
  OrgPath from_path;
  OrgPath to_path;
  Date day;
  Uuid account;  // who confirmed it
  Time now;
};

// Some of what is `from`'s own.
struct CarryItems {
  std::vector<Uuid> households;
};

struct CarryingRoom {
  // Everything: of rows whose org_path begins with from_path that beginning becomes to_path, and
  // what was `from`'s own is `to`'s.
  Result<Done> (*all)(pg::Transaction& tx, const Carry& carry);
  // These items, and what hangs on them. All of them are `from`'s own. Null where nothing does.
  Result<Done> (*some)(pg::Transaction& tx, const Carry& carry, const CarryItems& items);
};

// Through all rooms. Refuse what a room refuses; the transaction must end then.
Result<Done> CarryAll(pg::Transaction& tx, const Carry& carry);
Result<Done> CarrySome(pg::Transaction& tx, const Carry& carry, const CarryItems& items);

}  // namespace qianmo::registry
