#include "registry/domain/recovery.h"

#include <algorithm>
#include <array>

#include "registry/domain/asset_refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::int64_t kThousandthsOfMu = 1000;

bool Follows(RecoveryState from, RecoveryState to) {
  const bool is_back = from == RecoveryState::kRecovered || from == RecoveryState::kBooked;
  if (from == RecoveryState::kListable || from == RecoveryState::kDropped) return false;
  if (to == RecoveryState::kDropped) return !is_back;
  return static_cast<int>(to) == static_cast<int>(from) + 1;
}

Result<Done> CheckDay(const std::vector<RecoveryStep>& steps, Date date, Date today) {
  if (date > today) return refusals::DateUnfit("step_date", "The day has not come yet.");
  if (!steps.empty() && date < steps.back().date) {
    return refusals::DateUnfit("step_date", "The step before it was later.");
  }
  return Done{};
}

Result<Done> CheckMoney(RecoveryState state, const std::optional<Fen>& recovered) {
  const bool wanted = state == RecoveryState::kBooked;
  if (wanted && !recovered) {
    return refusals::RecoveredMoneyUnfit("What was recovered is booked with this step.");
  }
  if (!wanted && recovered) {
    return refusals::RecoveredMoneyUnfit("Fen is booked with the step BOOKED alone.");
  }
  return Done{};
}

}  // namespace

std::string_view Name(RecoveryState state) {
  constexpr std::array<std::string_view, kRecoveryStates + 1> kNames = {
      "", "FOUND", "NOTIFIED", "RECOVERED", "BOOKED", "LISTABLE", "DROPPED"};
  return kNames.at(static_cast<std::size_t>(state));
}

Result<Done> DecideStep(const std::vector<RecoveryStep>& steps, const RecoveryStep& next,
                        const std::optional<Fen>& recovered, Date today) {
  const bool first = steps.empty() && next.state == RecoveryState::kFound;
  if (!first && (steps.empty() || !Follows(steps.back().state, next.state))) {
    return refusals::RecoveryStepIllegal(steps.empty() ? "new" : Name(steps.back().state),
                                         Name(next.state));
  }
  QM_TRY(CheckDay(steps, next.date, today));
  QM_TRY(CheckMoney(next.state, recovered));
  if (next.state != RecoveryState::kListable) return Done{};
  const bool is_maker = std::ranges::any_of(steps, [&](const RecoveryStep& step) {
    return step.state >= RecoveryState::kRecovered && step.person == next.person;
  });
  if (is_maker) return refusals::CheckerIsMaker();
  return Done{};
}

Fen PerMu(Fen recovered, Area area) {
  return Fen(MulDivHalfUp(recovered.count(), kThousandthsOfMu, area.count()));
}

}  // namespace qianmo::registry
