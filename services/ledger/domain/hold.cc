#include "ledger/domain/hold.h"

#include <algorithm>
#include <stdexcept>

#include "ledger/domain/custody_refusals.h"
#include "ledger/domain/refusals.h"

namespace qianmo::ledger {
namespace {

Fen& SumOf(HoldSums* sums, PartKind kind) {
  switch (kind) {
    case PartKind::kCapture:
      return sums->captured;
    case PartKind::kRelease:
      return sums->released;
    default:
      return sums->forfeited;
  }
}

void RequireSound(const HoldFacts& hold) {
  const HoldSums& sums = hold.sums;
  const bool sound = sums.held == sums.open + sums.captured + sums.released + sums.forfeited &&
                     sums.open >= Fen() &&
                     (hold.state == HoldState::kFunded) == (sums.open > Fen());
  if (!sound) throw std::logic_error("a hold whose parts are not the whole");
}

Result<Done> CheckOpen(const HoldFacts& hold) {
  if (hold.state == HoldState::kWaiting) return refusals::HoldNotFunded();
  if (hold.state != HoldState::kFunded) return refusals::HoldEnded();
  return Done{};
}

}  // namespace

HoldFacts Funded(HoldFacts hold, Fen amount) {
  if (amount != hold.expected || hold.sums.held != Fen()) {
    throw std::logic_error("a deposit that is not what its hold waits for");
  }
  hold.state = HoldState::kFunded;
  hold.sums.held = hold.sums.open = amount;
  RequireSound(hold);
  return hold;
}

Result<Resolution> DecideResolve(const HoldFacts& hold, PartKind kind, std::optional<Fen> wanted,
                                 const std::optional<Uuid>& person) {
  const bool same = person && person == hold.opener_person;
  if (same && kind != PartKind::kRelease) return refusals::SameHands();
  QM_TRY(CheckOpen(hold));
  const Fen amount = wanted.value_or(hold.sums.open);
  if (amount <= Fen()) return refusals::AmountNotPositive("amount_fen");
  if (amount > hold.sums.open) return refusals::HoldShort(hold.sums.open);
  Resolution resolution{.amount = amount, .hold = hold};
  resolution.hold.sums.open -= amount;
  SumOf(&resolution.hold.sums, kind) += amount;
  if (resolution.hold.sums.open == Fen()) resolution.hold.state = HoldState::kResolved;
  RequireSound(resolution.hold);
  return resolution;
}

Result<ReleaseDue> DecideDueRelease(const HoldFacts& hold, Date final_day, const Calendar& calendar,
                                    Date today) {
  const bool released = hold.state == HoldState::kResolved && hold.sums.released > Fen();
  if (!released) QM_TRY(CheckOpen(hold));
  const bool earlier = hold.final_implied && final_day <= hold.final_day;
  if (hold.final_day && !earlier) return refusals::ReleaseDueSet();
  if (final_day > today) return refusals::FinalDayAhead();
  Deadline last = calendar.AddWorkingDays(final_day, kReleaseDays);
  return ReleaseDue{.due = BeginningOf(last.date + std::chrono::days(1)),
                    .calendar_version = std::move(last.calendar_version),
                    .provisional = last.provisional};
}

Result<Disposal> DecideDispose(Fen forfeited, Fen costs, Fen price_gap) {
  if (costs < Fen()) return refusals::AmountNotPositive("costs_fen");
  if (price_gap < Fen()) return refusals::AmountNotPositive("price_gap_fen");
  Disposal disposal{.costs = std::min(costs, forfeited), .price_gap = Fen(), .rest = Fen()};
  disposal.price_gap = std::min(price_gap, forfeited - disposal.costs);
  disposal.rest = forfeited - disposal.costs - disposal.price_gap;
  return disposal;
}

}  // namespace qianmo::ledger
