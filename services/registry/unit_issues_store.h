// Many issues at once, as an import or a first registration brings them.
#pragma once

#include <string>
#include <vector>

#include "registry/unit_event_store.h"

namespace qianmo::registry {

struct UnitIssue {
  UnitHolder to;  // in the book's collective
  Units units;    // above zero
  Date effective_date;
};

struct UnitIssueGround {
  std::string ground;
  UnitActor proposer;
  UnitActor confirmer;  // another person
};

// Each with a change of its own that is done already, all at one record time, in a few statements
// however many there are. The book must be locked and open, every holder and kind named once, and
// no day after today.
void PostUnitIssues(pg::Transaction& tx, const UnitBook& book, const std::vector<UnitIssue>& issues,
                    const UnitIssueGround& why, Time now);

}  // namespace qianmo::registry
