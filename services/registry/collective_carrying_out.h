// What a confirmed merge or split does: the old ones end, the new ones go on with what they owned,
// and identity is told where their people are.
#pragma once

#include "registry/collective_change_store.h"
#include "rpc/call.h"

namespace qianmo::registry {

// Locks what it changes. Refuses COLLECTIVE_ENDED, CHANGE_UNFIT (of the facts of today),
// CREDIT_CODE_TAKEN, CHANGE_ITEM_FOREIGN, and what the rooms refuse.
Result<Done> CarryOut(pg::Transaction& tx, rpc::Call& call, const ChangeRow& change);

// The rules of a proposal, by the facts of today. `sources` are those of the change.
// Refuses COLLECTIVE_ENDED, CHANGE_UNFIT, CREDIT_CODE_TAKEN, CHANGE_ITEM_FOREIGN, UNITS_SHORT,
// UNITS_NOT_FREE.
Result<Done> CheckChange(pg::Transaction& tx, CountyId county, const ChangeRow& change,
                         const std::vector<CollectiveRow>& sources, Date today);

}  // namespace qianmo::registry
