#include "registry/party_details.h"

#include "base/text.h"
#include "registry/callers.h"
#include "registry/domain/party_refusals.h"

namespace qianmo::registry {
namespace {

Result<PartyKind> ParsePartyKind(v1::PartyKind kind) {
  if (kind == v1::PARTY_KIND_ORGANISATION) return PartyKind::kOrganisation;
  if (kind == v1::PARTY_KIND_PERSON) return PartyKind::kPerson;
  return refusals::PartyKindMissing();
}

Result<Done> NormalizeText(std::string_view field, std::string* text) {
  QM_ASSIGN(*text, ParseReadable(field, *text));
  return Done{};
}

Result<Done> NormalizeLegalPerson(v1::LegalPerson* person) {
  const std::string field = "details.legal_person.";
  QM_TRY(NormalizeText(field + "display_name", person->mutable_display_name()));
  QM_ASSIGN(
      *person->mutable_identity_number(),
      ReadPartyNumber(PartyKind::kPerson, field + "identity_number", person->identity_number()));
  return Done{};
}

Result<Done> NormalizeShareholders(v1::PartyDetails* details) {
  std::vector<PartyShare> shares;
  for (int i = 0; i < details->shareholders_size(); ++i) {
    const std::string field = "details.shareholders[" + std::to_string(i) + "].";
    auto& holder = *details->mutable_shareholders(i);
    QM_TRY(NormalizeText(field + "display_name", holder.mutable_display_name()));
    if (!holder.number().empty()) {
      QM_ASSIGN(const PartyKind kind, ParsePartyKind(holder.kind()));
      QM_ASSIGN(*holder.mutable_number(), ReadPartyNumber(kind, field + "number", holder.number()));
    }
    shares.push_back({.holder = holder.display_name(),
                      .number = holder.number(),
                      .basis_points = holder.share_basis_points()});
  }
  return CheckShares("details.shareholders", shares);
}

Result<Done> NormalizeDetails(v1::PartyDetails* details) {
  QM_TRY(NormalizeText("details.display_name", details->mutable_display_name()));
  if (details->has_legal_person()) QM_TRY(NormalizeLegalPerson(details->mutable_legal_person()));
  QM_TRY(NormalizeText("details.bank_account.bank_name",
                       details->mutable_bank_account()->mutable_bank_name()));
  QM_TRY(NormalizeShareholders(details));
  for (int i = 0; i < details->contacts_size(); ++i) {
    QM_TRY(NormalizeText("details.contacts[" + std::to_string(i) + "].display_name",
                         details->mutable_contacts(i)->mutable_display_name()));
  }
  if (details->address().empty()) return Done{};
  return NormalizeText("details.address", details->mutable_address());
}

void MaskNumber(v1::PartyKind kind, std::string* number) {
  if (kind != v1::PARTY_KIND_ORGANISATION) *number = MaskIdNumber(*number);
}

}  // namespace

Result<PartyClaim> ParseClaim(const v1::ApplyForAdmissionRequest& request) {
  PartyClaim claim;
  QM_ASSIGN(claim.kind, ParsePartyKind(request.kind()));
  QM_ASSIGN(claim.number, ReadPartyNumber(claim.kind, "number", request.number()));
  QM_ASSIGN(claim.details, ParseDetails(claim.kind, request.details()));
  return claim;
}

Result<v1::PartyDetails> ParseDetails(PartyKind kind, v1::PartyDetails details) {
  QM_TRY(CheckPartyForm(kind, details.has_legal_person(), details.shareholders_size() > 0));
  QM_TRY(NormalizeDetails(&details));
  return details;
}

void MaskDetails(v1::PartyDetails* details) {
  if (details->has_legal_person()) {
    auto& person = *details->mutable_legal_person();
    person.set_display_name(MaskName(person.display_name()));
    person.set_identity_number(MaskIdNumber(person.identity_number()));
  }
  details->set_phone(MaskPhone(details->phone()));
  auto& account = *details->mutable_bank_account();
  account.set_number(MaskAccount(account.number()));
  for (auto& holder : *details->mutable_shareholders()) {
    MaskNumber(holder.kind(), holder.mutable_number());
    if (holder.kind() != v1::PARTY_KIND_ORGANISATION) {
      holder.set_display_name(MaskName(holder.display_name()));
    }
  }
  for (auto& contact : *details->mutable_contacts()) {
    contact.set_display_name(MaskName(contact.display_name()));
    contact.set_phone(MaskPhone(contact.phone()));
  }
  details->clear_address();
}

void MaskBidder(v1::Bidder* bidder) {
  MaskNumber(bidder->kind(), bidder->mutable_number());
  MaskDetails(bidder->mutable_details());
  if (bidder->has_proposed_details()) MaskDetails(bidder->mutable_proposed_details());
}

void MaskParty(v1::Party* party) {
  MaskNumber(party->kind(), party->mutable_number());
  if (party->has_details()) MaskDetails(party->mutable_details());
}

}  // namespace qianmo::registry
