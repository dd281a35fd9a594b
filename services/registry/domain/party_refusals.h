// Every refusal about parties and bidders, in the order of their life. Clients translate by reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/refusal.h"

namespace qianmo::registry::refusals {

// What a party says of itself. `field` is the proto path of the offending field.
Refusal PartyKindMissing();
Refusal LegalPersonMissing();
Refusal LegalPersonMisfit();
Refusal ShareholdersMisfit();
Refusal ShareholderTwice(std::string_view field);
Refusal SharesOverWhole(std::string_view field, std::int64_t basis_points);

// Applying.
Refusal AdmissionByAgent();
Refusal AdmissionExists();
Refusal AccountTradesAlready();
Refusal PartyBarred(const std::optional<Date>& end);
Refusal DocumentTwice();
Refusal DocumentNotFound();

// Deciding.
Refusal PartyNotFound();
Refusal BidderNotFound();
Refusal BidderStateMisfit(std::string_view state, std::string_view act);
Refusal DetailsNotProposed();
Refusal OwnApplication();
Refusal OfficerRelated();
Refusal BidderSamePerson();
Refusal HoldEndPast();
Refusal BarOfAnotherCounty();

// Relations.
Refusal RelationKindMissing();
Refusal RelationNotFound();
Refusal RelationDatesInvalid();
Refusal RelationNeedsNoRecusal();
Refusal RecusalRecorded();

// A party that comes to a lot.
Refusal BidderIsStaff();
Refusal BidderSetPrice();
Refusal RecusalMissing();

}  // namespace qianmo::registry::refusals
