// Books that follow their collectives to another place. Where they were told to go is kept.
#pragma once

#include <string>

#include "ledger/books_store.h"

namespace qianmo::ledger {

struct BooksMove {
  OrgPath from;
  OrgPath to;
  bool ended;  // the collective that was at `from`; what is below it goes on
};
// Why, since when, and who confirmed it.
struct MoveCause {
  std::string change;
  Date day;
  Uuid actor;
};
struct BooksMoved {
  int moved = 0;
  int ended = 0;
};
// Books at or below `from` are at or below `to` from now on. Those of a collective that has ended
// get their last day, and nothing is spread in them any more.
BooksMoved MoveBooks(pg::Transaction& tx, CountyId county, const BooksMove& move,
                     const MoveCause& cause, Time now);

// No books move until the transaction ends. Refuses COLLECTIVE_MOVED when some were told to leave
// this place since `asked`: whoever asked before then may not know.
Result<Done> HoldPlace(pg::Transaction& tx, CountyId county, const OrgPath& place, Time asked);

}  // namespace qianmo::ledger
