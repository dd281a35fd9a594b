#include "registry/domain/bidder.h"

#include <algorithm>

#include "registry/domain/party_refusals.h"

namespace qianmo::registry {
namespace {

struct BidderArc {
  BidderState from;
  BidderAct act;
};

constexpr BidderArc kBidderArcs[] = {
    {BidderState::kApplied, BidderAct::kTakeIn},
    {BidderState::kUnderReview, BidderAct::kAdmit},
    {BidderState::kUnderReview, BidderAct::kReject},
    {BidderState::kRejected, BidderAct::kApply},
    {BidderState::kActive, BidderAct::kSuspend},
    {BidderState::kActive, BidderAct::kBar},
    {BidderState::kSuspended, BidderAct::kBar},
    {BidderState::kBarred, BidderAct::kBar},
    {BidderState::kSuspended, BidderAct::kReinstate},
    {BidderState::kBarred, BidderAct::kReinstate},
    {BidderState::kApplied, BidderAct::kProposeDetails},
    {BidderState::kUnderReview, BidderAct::kProposeDetails},
    {BidderState::kActive, BidderAct::kProposeDetails},
    {BidderState::kSuspended, BidderAct::kProposeDetails},
    {BidderState::kApplied, BidderAct::kDecideDetails},
    {BidderState::kUnderReview, BidderAct::kDecideDetails},
    {BidderState::kActive, BidderAct::kDecideDetails},
    {BidderState::kSuspended, BidderAct::kDecideDetails},
};

const PartyBar* BarInForce(const std::vector<PartyBar>& bars, CountyId county, Time now) {
  const auto found = std::ranges::find_if(
      bars, [&](const PartyBar& bar) { return Reaches(bar, county) && InForce(bar.hold, now); });
  return found == bars.end() ? nullptr : &*found;
}

Result<Done> CheckFree(CountyId county, const std::vector<PartyBar>& bars, Time now) {
  if (const PartyBar* bar = BarInForce(bars, county, now)) {
    return refusals::PartyBarred(bar->hold.end_date);
  }
  return Done{};
}

Result<Done> CheckImpartial(const BidderFacts& bidder, const Decider& decider, Time now) {
  const bool own =
      decider.account == bidder.applicant.account || decider.person == bidder.applicant.person;
  if (own) return refusals::OwnApplication();
  if (IsRelated(bidder.relations, decider, BeijingDate(now))) return refusals::OfficerRelated();
  return Done{};
}

Result<Done> CheckDecider(const BidderFacts& bidder, const Decider& decider, Time now) {
  QM_TRY(CheckImpartial(bidder, decider, now));
  if (bidder.taker_person == decider.person) return refusals::BidderSamePerson();
  return Done{};
}

Result<Done> CheckEnd(const std::optional<Date>& end, Time now) {
  if (end && *end <= BeijingDate(now)) return refusals::HoldEndPast();
  return Done{};
}

}  // namespace

std::string_view Name(BidderState state) {
  switch (state) {
    case BidderState::kApplied:
      return "APPLIED";
    case BidderState::kUnderReview:
      return "UNDER_REVIEW";
    case BidderState::kActive:
      return "ACTIVE";
    case BidderState::kRejected:
      return "REJECTED";
    case BidderState::kSuspended:
      return "SUSPENDED";
    case BidderState::kBarred:
      return "BARRED";
  }
  return "";
}

std::string_view Name(BidderAct act) {
  switch (act) {
    case BidderAct::kApply:
      return "apply";
    case BidderAct::kTakeIn:
      return "be taken in";
    case BidderAct::kAdmit:
      return "be admitted";
    case BidderAct::kReject:
      return "be rejected";
    case BidderAct::kSuspend:
      return "be suspended";
    case BidderAct::kBar:
      return "be barred";
    case BidderAct::kReinstate:
      return "be reinstated";
    case BidderAct::kProposeDetails:
      return "propose new details";
    case BidderAct::kDecideDetails:
      return "get new details";
  }
  return "";
}

bool InForce(const Hold& hold, Time now) {
  return !hold.lifted && (!hold.end_date || now < BeginningOf(*hold.end_date));
}

bool Reaches(const PartyBar& bar, CountyId county) {
  return bar.nationwide || bar.county == county;
}

BidderState StateOf(const BidderFacts& bidder, Time now) {
  if (bidder.stored != BidderState::kActive) return bidder.stored;
  if (BarInForce(bidder.bars, bidder.county, now) != nullptr) return BidderState::kBarred;
  if (bidder.suspension && InForce(*bidder.suspension, now)) return BidderState::kSuspended;
  return BidderState::kActive;
}

Result<Done> CheckBidderAct(BidderState state, BidderAct act) {
  const bool allowed = std::ranges::any_of(
      kBidderArcs, [&](const BidderArc& arc) { return arc.from == state && arc.act == act; });
  if (!allowed) return refusals::BidderStateMisfit(Name(state), Name(act));
  return Done{};
}

Result<Done> DecideApply(CountyId county, const std::optional<BidderFacts>& existing,
                         const std::vector<PartyBar>& bars, Time now) {
  if (existing && !CheckBidderAct(StateOf(*existing, now), BidderAct::kApply)) {
    return refusals::AdmissionExists();
  }
  return CheckFree(county, bars, now);
}

Result<Done> DecideTakeIn(const BidderFacts& bidder, const Decider& decider, Time now) {
  QM_TRY(CheckBidderAct(StateOf(bidder, now), BidderAct::kTakeIn));
  return CheckImpartial(bidder, decider, now);
}

Result<Done> DecideReject(const BidderFacts& bidder, const Decider& decider, Time now) {
  QM_TRY(CheckBidderAct(StateOf(bidder, now), BidderAct::kReject));
  return CheckDecider(bidder, decider, now);
}

Result<Done> DecideAdmit(const BidderFacts& bidder, const Decider& decider, Time now) {
  QM_TRY(CheckBidderAct(StateOf(bidder, now), BidderAct::kAdmit));
  QM_TRY(CheckDecider(bidder, decider, now));
  return CheckFree(bidder.county, bidder.bars, now);
}

Result<Done> DecideSuspend(const BidderFacts& bidder, const std::optional<Date>& end, Time now) {
  QM_TRY(CheckBidderAct(StateOf(bidder, now), BidderAct::kSuspend));
  return CheckEnd(end, now);
}

Result<Done> DecideBar(const BidderFacts& bidder, const std::optional<Date>& end, Time now) {
  QM_TRY(CheckBidderAct(StateOf(bidder, now), BidderAct::kBar));
  return CheckEnd(end, now);
}

Result<Done> DecideReinstate(const BidderFacts& bidder, const Decider& decider, Time now) {
  QM_TRY(CheckBidderAct(StateOf(bidder, now), BidderAct::kReinstate));
  QM_TRY(CheckImpartial(bidder, decider, now));
  bool lifts = bidder.suspension && InForce(*bidder.suspension, now);
  for (const PartyBar& bar : bidder.bars) {
    if (bar.county != bidder.county || !InForce(bar.hold, now)) continue;
    if (bar.person == decider.person) return refusals::BidderSamePerson();
    lifts = true;
  }
  if (!lifts) return refusals::BarOfAnotherCounty();
  return Done{};
}

Result<Done> DecideProposeDetails(const BidderFacts& bidder, Time now) {
  return CheckBidderAct(StateOf(bidder, now), BidderAct::kProposeDetails);
}

Result<Done> DecideDetails(const BidderFacts& bidder, const Decider& decider, Time now) {
  QM_TRY(CheckBidderAct(StateOf(bidder, now), BidderAct::kDecideDetails));
  if (!bidder.details_proposed) return refusals::DetailsNotProposed();
  return CheckImpartial(bidder, decider, now);
}

}  // namespace qianmo::registry
