// Bidders (意向受让方): a party admitted in one county. Their states, who decides, and until when a
// suspension or a bar holds. A state that a date ends needs no job: it is computed for now.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "registry/domain/relation.h"

namespace qianmo::registry {

using BidderId = Id<struct BidderTag>;

// The numbers are those of qianmo.registry.v1.Bidder.State. The last two are seen, never stored.
enum class BidderState {
  kApplied = 1,
  kUnderReview = 2,
  kActive = 3,
  kRejected = 4,
  kSuspended = 5,
  kBarred = 6,
};
std::string_view Name(BidderState state);  // "APPLIED", …

enum class BidderAct {
  kApply,
  kTakeIn,
  kAdmit,
  kReject,
  kSuspend,
  kBar,
  kReinstate,
  kProposeDetails,
  kDecideDetails,
};
std::string_view Name(BidderAct act);  // "apply", …

// Keeps a bidder from trading until a day begins in Beijing, or until it is lifted.
struct Hold {
  std::optional<Date> end_date = {};  // the day after the last one
  bool lifted = false;
};
bool InForce(const Hold& hold, Time now);

// Of a party, by a county.
struct PartyBar {
  Hold hold = {};
  CountyId county = {};
  bool nationwide = false;
  Uuid person = {};  // who imposed it
};
bool Reaches(const PartyBar& bar, CountyId county);

struct BidderFacts {
  CountyId county = {};
  BidderState stored = BidderState::kApplied;  // one of the first four
  Decider applicant = {};
  std::optional<Uuid> taker_person = {};  // who took the application in
  std::optional<Hold> suspension = {};
  std::vector<PartyBar> bars = {};  // of the party, by whichever county
  std::vector<Relation> relations = {};
  bool details_proposed = false;  // new ones wait for a decision
};

BidderState StateOf(const BidderFacts& bidder, Time now);

// Whether a bidder in this state may do so or be done so by. Refuses BIDDER_STATE_MISFIT.
Result<Done> CheckBidderAct(BidderState state, BidderAct act);

// `existing` is the party's bidder in the county, if there is one; `bars` are the party's. Refuses
// ADMISSION_EXISTS, PARTY_BARRED.
Result<Done> DecideApply(CountyId county, const std::optional<BidderFacts>& existing,
                         const std::vector<PartyBar>& bars, Time now);

// By an officer who neither applied nor has a declared relation to the party. Refuse
// BIDDER_STATE_MISFIT, OWN_APPLICATION, OFFICER_RELATED; the decision also SAME_PERSON for whoever
// took the application in.
Result<Done> DecideTakeIn(const BidderFacts& bidder, const Decider& decider, Time now);
Result<Done> DecideReject(const BidderFacts& bidder, const Decider& decider, Time now);
// Refuses also PARTY_BARRED.
Result<Done> DecideAdmit(const BidderFacts& bidder, const Decider& decider, Time now);

// Refuse BIDDER_STATE_MISFIT, HOLD_END_PAST.
Result<Done> DecideSuspend(const BidderFacts& bidder, const std::optional<Date>& end, Time now);
Result<Done> DecideBar(const BidderFacts& bidder, const std::optional<Date>& end, Time now);
// Lifts the suspension and this county's bars; a bar by somebody else than whoever imposed it.
// Refuses BIDDER_STATE_MISFIT, BAR_OF_ANOTHER_COUNTY, OWN_APPLICATION, OFFICER_RELATED,
// SAME_PERSON.
Result<Done> DecideReinstate(const BidderFacts& bidder, const Decider& decider, Time now);

// New details: whoever was rejected applies anew instead, and a barred one waits. Refuses
// BIDDER_STATE_MISFIT.
Result<Done> DecideProposeDetails(const BidderFacts& bidder, Time now);
// To approve or reject them. Refuses BIDDER_STATE_MISFIT, DETAILS_NOT_PROPOSED, OWN_APPLICATION,
// OFFICER_RELATED.
Result<Done> DecideDetails(const BidderFacts& bidder, const Decider& decider, Time now);

}  // namespace qianmo::registry
