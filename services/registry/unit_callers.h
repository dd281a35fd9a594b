// What a call about units says in the terms of the rules: who acts, which collective, which holder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "registry/callers.h"
#include "registry/unit_book_store.h"
#include "registry/unit_change_store.h"

namespace qianmo::registry {

UnitActor UnitActorOf(const rpc::Call& call);

// The id at the end of a name such as "counties/7/collectives/0192…". Refuses OUT_OF_SCOPE for
// another county than the caller's: nothing of it is even looked for.
Result<Uuid> UnitIdAtHome(rpc::Call& call, std::string_view pattern, std::string_view text,
                          std::string_view field);
// A household, or a collective that holds units of its own.
Result<Uuid> UnitHolderAtHome(rpc::Call& call, std::string_view text, std::string_view field);

// The collective, if the caller may touch it or, in it, this household. Refuses HOLDER_NOT_FOUND.
Result<UnitPlace> TouchUnitPlace(pg::Transaction& tx, rpc::Call& call, const Uuid& collective,
                                 const std::optional<Uuid>& household = {});

// The change, if the caller may touch its collective or, where `by_household` says so, one of its
// households. Refuses UNIT_CHANGE_NOT_FOUND.
Result<UnitChangeRow> TouchUnitChange(pg::Transaction& tx, rpc::Call& call, const Uuid& id,
                                      bool (*by_household)(const UnitChangeFacts&));

// Nothing when it is not given. Refuses DATE_INVALID.
Result<std::optional<Date>> ParseUnitDate(std::string_view field, bool given,
                                          const google::type::Date& date);

}  // namespace qianmo::registry
