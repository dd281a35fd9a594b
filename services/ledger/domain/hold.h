// A deposit hold: what a bidder pays in before a lot, and what becomes of it. What was held is
// always what is open and what was captured, released and forfeited of it.
#pragma once

#include <optional>
#include <string>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/money.h"
#include "base/result.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.Hold.State.
enum class HoldState {
  kWaiting = 1,   // for the money
  kFunded = 2,    // some of it is open
  kResolved = 3,  // all of it went somewhere
  kExpired = 4    // it was not paid in time
};

// The numbers are those of qianmo.ledger.v1.HoldPart.Kind.
enum class PartKind { kCapture = 1, kRelease = 2, kForfeit = 3 };

struct HoldSums {
  Fen held = Fen();
  Fen open = Fen();
  Fen captured = Fen();
  Fen released = Fen();
  Fen forfeited = Fen();

  bool operator==(const HoldSums&) const = default;
};

struct HoldFacts {
  HoldState state;
  Fen expected;
  Time due;
  HoldSums sums = {};
  // Whoever opened it; nothing where a service did.
  std::optional<Uuid> opener_person = {};
  // The day that was reported as that on which the result was final; see DueRelease.
  std::optional<Date> final_day = {};
  bool final_implied = false;  // by a release: nobody has reported it
};

// A statement tells the day alone, and comes the day after.
inline constexpr Duration kStatementDelay = std::chrono::hours(24);
// Nobody waits for the money of a hold any more that was due before this.
constexpr Time ExpiryLimit(Time now) { return now - kStatementDelay; }

// The whole of what is expected has come. The hold must not have been funded. Throws
// std::logic_error for another amount.
HoldFacts Funded(HoldFacts hold, Fen amount);

// A part of what is open, or all of it when no amount is wanted. `person` is nothing where a
// service acts: it answers for who decided. Refuses HOLD_NOT_FUNDED, HOLD_ENDED,
// AMOUNT_NOT_POSITIVE, HOLD_SHORT; and SAME_PERSON when whoever opened the hold captures or
// forfeits of it, since what is released only goes back to where it came from.
struct Resolution {
  Fen amount;
  HoldFacts hold;  // as it is then
};
Result<Resolution> DecideResolve(const HoldFacts& hold, PartKind kind, std::optional<Fen> wanted,
                                 const std::optional<Uuid>& person);

// Since when a deposit may go back, and until when it must have gone: three working days [choice].
inline constexpr int kReleaseDays = 3;
struct ReleaseDue {
  Time due;  // the end of the last day
  std::string calendar_version;
  bool provisional;
};
// Also of one that was released already: then of the day on which it was, or an earlier one.
// Refuses HOLD_NOT_FUNDED, HOLD_ENDED, DATE_AHEAD, and RELEASE_DUE_SET: lateness is not moved away.
Result<ReleaseDue> DecideDueRelease(const HoldFacts& hold, Date final_day, const Calendar& calendar,
                                    Date today);

// What becomes of forfeited money, in this order: the costs of the trade, the gap between the price
// and that of the next trade, the rest [seen]. The last two are the village's.
struct Disposal {
  Fen costs;
  Fen price_gap;
  Fen rest;

  Fen of_village() const { return price_gap + rest; }
  bool operator==(const Disposal&) const = default;
};
// The costs and the gap are as claimed, cut where there is no more. Refuses AMOUNT_NOT_POSITIVE for
// a negative one.
Result<Disposal> DecideDispose(Fen forfeited, Fen costs, Fen price_gap);

}  // namespace qianmo::ledger
