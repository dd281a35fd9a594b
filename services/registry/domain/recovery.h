// The rules of recovery cases: found, notified, recovered, booked, listable, and no step left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/area.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/money.h"
#include "base/result.h"

namespace qianmo::registry {

using RecoveryId = Id<struct RecoveryTag>;

// The numbers are those of qianmo.registry.v1.RecoveryCase.State.
enum class RecoveryState {
  kFound = 1,
  kNotified = 2,
  kRecovered = 3,
  kBooked = 4,
  kListable = 5,
  kDropped = 6
};
inline constexpr int kRecoveryStates = 6;

std::string_view Name(RecoveryState state);  // "FOUND"

struct RecoveryStep {
  RecoveryState state = RecoveryState::kFound;
  Date date;
  Uuid person;
};

// `steps` are those that the case has taken, in order; `next` is the one to take. `recovered` is
// given with BOOKED and only then. Refuses, in this order: RECOVERY_STEP_ILLEGAL, DATE_UNFIT,
// RECOVERED_MONEY_UNFIT, SAME_PERSON (whoever makes it listable has neither recovered nor booked
// it).
Result<Done> DecideStep(const std::vector<RecoveryStep>& steps, const RecoveryStep& next,
                        const std::optional<Fen>& recovered, Date today);

// Fen for a 亩, a half up.
Fen PerMu(Fen recovered, Area area);

}  // namespace qianmo::registry
