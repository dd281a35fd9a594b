// Parties (主体): whoever may trade, known by one number nationwide. What one says of itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace qianmo::registry {

using PartyId = Id<struct PartyTag>;

// The numbers are those of qianmo.registry.v1.PartyKind.
enum class PartyKind { kOrganisation = 1, kPerson = 2 };

// The credit code or the identity number in its only form. Refuses CREDIT_CODE_MALFORMED,
// ID_NUMBER_MALFORMED.
Result<std::string> ReadPartyNumber(PartyKind kind, std::string_view field, std::string_view typed);

// A part of an organisation, in hundredths of a percent, so that nothing is rounded.
struct PartyShare {
  std::string holder;  // its name
  std::string number;  // its credit code or identity number; empty where it is not known
  int basis_points = 0;
};
inline constexpr int kWholeParty = 10'000;

// Refuses SHAREHOLDER_TWICE, SHARES_OVER_WHOLE. `field` is the proto path of the list.
Result<Done> CheckShares(std::string_view field, const std::vector<PartyShare>& shares);

// An organisation has a legal representative; a person is its own, and nobody holds shares of it.
// Refuses LEGAL_PERSON_MISSING, LEGAL_PERSON_MISFIT, SHAREHOLDERS_MISFIT.
Result<Done> CheckPartyForm(PartyKind kind, bool has_legal_person, bool has_shareholders);

// What two parties may have in common. The numbers are those of qianmo.registry.v1.PartyLink.Reason
// and of registry.party_trait.
enum class PartyTrait { kLegalPerson = 1, kPhone = 2, kBankAccount = 3 };

}  // namespace qianmo::registry
