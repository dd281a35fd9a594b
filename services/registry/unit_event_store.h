// What happened to units, in the database: events that are only ever added, and the holdings and
// totals that follow from them.
#pragma once

#include <optional>
#include <vector>

#include "registry/unit_book_store.h"
#include "registry/unit_change_store.h"

namespace qianmo::registry {

// One holder's units of one kind in a book.
struct UnitHolder {
  Uuid holder;
  UnitKind kind;
};

struct UnitEventRow {
  UnitHolder of;
  UnitAct act;
  UnitEntry entry;
  std::optional<Uuid> change;
  Uuid account;
};

// Everything that is known. The book must be locked.
std::vector<UnitEntry> LoadUnitHistory(pg::Transaction& tx, const UnitBook& book,
                                       const UnitHolder& of);
// The events and what they make of the holdings, in one statement each. The book must be locked;
// no holder may come twice.
void AppendUnitEvents(pg::Transaction& tx, const UnitBook& book,
                      const std::vector<UnitEventRow>& events, Time now);
void AddToUnitTotal(pg::Transaction& tx, const UnitBook& book, UnitKind kind,
                    const UnitTotal& more);

// Of all kinds, now.
Units UnitsHeldBy(pg::Transaction& tx, const UnitBook& book, const Uuid& holder);
Units UnitsOutstanding(pg::Transaction& tx, const UnitBook& book);

struct UnitHoldingRow {
  UnitHolder of;
  UnitBalance balance;
};
// Everything that is held in the book now, or by these households only, in the order of the ids.
std::vector<UnitHoldingRow> LoadUnitHoldings(pg::Transaction& tx, const UnitBook& book,
                                             const std::optional<std::vector<Uuid>>& households);
// The latest day from which anything counts.
std::optional<Date> LatestUnitDay(pg::Transaction& tx, const UnitBook& book);

// Newest first.
google::protobuf::RepeatedPtrField<v1::UnitEvent> ListUnitEventsOf(pg::Transaction& tx,
                                                                   const UnitListWish& wish);

}  // namespace qianmo::registry
