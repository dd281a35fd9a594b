// What an applicant says of a party, brought into its only form, and what of it is shown to whom.
#pragma once

#include <string>

#include "base/result.h"
#include "qianmo/registry/v1/bidders.pb.h"
#include "registry/domain/party.h"

namespace qianmo::registry {

struct PartyClaim {
  PartyKind kind = PartyKind::kOrganisation;
  std::string number = {};
  v1::PartyDetails details = {};
};
// Refuses PARTY_KIND_MISSING, and what the rules of party.h and of names refuse.
Result<PartyClaim> ParseClaim(const v1::ApplyForAdmissionRequest& request);
// What is said of a party of this kind.
Result<v1::PartyDetails> ParseDetails(PartyKind kind, v1::PartyDetails details);

// Leaves of personal data what tells people apart, not what tells who they are. Credit codes are
// public, and so is what a party is called.
void MaskDetails(v1::PartyDetails* details);
void MaskBidder(v1::Bidder* bidder);
void MaskParty(v1::Party* party);

}  // namespace qianmo::registry
