#include "registry/domain/party.h"

#include <cstdint>
#include <set>

#include "base/credit_code.h"
#include "base/identity_number.h"
#include "registry/domain/party_refusals.h"
#include "registry/domain/request_refusals.h"

namespace qianmo::registry {
namespace {

// Tells holders apart: by their number, where it is known.
std::string HolderKey(const PartyShare& share) {
  return share.number.empty() ? "name/" + share.holder : "number/" + share.number;
}

}  // namespace

Result<std::string> ReadPartyNumber(PartyKind kind, std::string_view field,
                                    std::string_view typed) {
  if (kind == PartyKind::kOrganisation) {
    auto code = ReadCreditCode(typed);
    if (!code) return refusals::CreditCodeMalformed(field);
    return *std::move(code);
  }
  auto number = ReadIdentityNumber(typed);
  if (!number) return refusals::IdNumberMalformed(field);
  return *std::move(number);
}

Result<Done> CheckShares(std::string_view field, const std::vector<PartyShare>& shares) {
  std::set<std::string> holders;
  std::int64_t total = 0;
  for (const PartyShare& share : shares) {
    if (!holders.insert(HolderKey(share)).second) return refusals::ShareholderTwice(field);
    total += share.basis_points;
  }
  if (total > kWholeParty) return refusals::SharesOverWhole(field, total);
  return Done{};
}

Result<Done> CheckPartyForm(PartyKind kind, bool has_legal_person, bool has_shareholders) {
  if (kind == PartyKind::kOrganisation) {
    if (!has_legal_person) return refusals::LegalPersonMissing();
    return Done{};
  }
  if (has_legal_person) return refusals::LegalPersonMisfit();
  if (has_shareholders) return refusals::ShareholdersMisfit();
  return Done{};
}

}  // namespace qianmo::registry
