// A change of units on its way: proposed by one person, confirmed by others, and only then counted.
#pragma once

#include <optional>

#include "base/id.h"
#include "base/result.h"
#include "registry/domain/unit_history.h"
#include "registry/domain/unit_kind.h"

namespace qianmo::registry {

enum class UnitChangeState { kProposed = 1, kDone = 2, kCancelled = 3 };

// Households, or the collective itself.
struct UnitSides {
  std::optional<Uuid> giver = {};
  std::optional<Uuid> taker = {};
};

struct UnitChangeFacts {
  UnitAct act = UnitAct::kIssue;
  UnitKind kind = UnitKind::kMember;
  Units units = {};
  UnitSides sides = {};
  std::optional<Date> effective_date = {};  // none: the day on which the change is done
  UnitChangeState state = UnitChangeState::kProposed;
  Uuid proposer_person = {};
  // Who spoke for each household of a transfer.
  std::optional<Uuid> giver_person = {};
  std::optional<Uuid> taker_person = {};
};

// Whether such a change makes sense at all: the collective's own units are held by nobody else and
// do not move between households. Refuses UNITS_KIND_MISFIT, UNITS_SAME_HOLDER.
Result<Done> CheckSides(const UnitChangeFacts& change, const Uuid& collective);

// Units count from today or earlier: what is not yet so cannot be learnt. Refuses
// EFFECTIVE_DATE_AHEAD.
Result<Date> EffectiveDateOf(const UnitChangeFacts& change, Date today);

// By an officer, for everything but transfers. Refuses UNIT_CHANGE_ENDED, UNITS_ACT_MISFIT,
// SAME_PERSON.
Result<Done> DecideApprove(const UnitChangeFacts& change, const Uuid& person);

enum class UnitSide { kGiver, kTaker };
// By one of the two households; the facts after it. Refuses UNIT_CHANGE_ENDED, UNITS_ACT_MISFIT,
// SIDE_CONFIRMED, SAME_PERSON.
Result<UnitChangeFacts> DecideTransferSide(UnitChangeFacts change, UnitSide side,
                                           const Uuid& person);
bool BothConfirmed(const UnitChangeFacts& change);

// Refuses UNIT_CHANGE_ENDED.
Result<Done> DecideCancel(const UnitChangeFacts& change);

// What the act does to the balance of its giver (who is the holder in a freeze) and of its taker.
UnitBalance GiverDelta(UnitAct act, Units units);
UnitBalance TakerDelta(UnitAct act, Units units);

// All units of one kind in a collective, and where they came from.
struct UnitTotal {
  Units issued = {};
  Units bought_back = {};
  Units carried_in = {};
  Units carried_out = {};

  Units outstanding() const { return issued - bought_back + carried_in - carried_out; }
};
void Count(UnitAct act, Units units, UnitTotal* total);

}  // namespace qianmo::registry
