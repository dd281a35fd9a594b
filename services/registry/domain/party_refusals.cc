#include "registry/domain/party_refusals.h"

#include <string>

#include "base/time_text.h"
#include "registry/domain/field_refusal.h"

namespace qianmo::registry::refusals {
namespace {

using Kind = Refusal::Kind;

}  // namespace

Refusal PartyKindMissing() {
  return OfField("kind", "PARTY_KIND_MISSING", "A party is an organisation or a person.");
}

Refusal LegalPersonMissing() {
  return OfField("details.legal_person", "LEGAL_PERSON_MISSING",
                 "An organisation has a legal representative.");
}

Refusal LegalPersonMisfit() {
  return OfField("details.legal_person", "LEGAL_PERSON_MISFIT",
                 "A person needs no legal representative.");
}

Refusal ShareholdersMisfit() {
  return OfField("details.shareholders", "SHAREHOLDERS_MISFIT", "Nobody holds shares of a person.");
}

Refusal ShareholderTwice(std::string_view field) {
  return OfField(field, "SHAREHOLDER_TWICE", "A shareholder is named twice.");
}

Refusal SharesOverWhole(std::string_view field, std::int64_t basis_points) {
  return OfField(field, "SHARES_OVER_WHOLE", "The shares are more than the whole.")
      .With("basis_points", std::to_string(basis_points));
}

Refusal AdmissionByAgent() {
  return {Kind::kDenied, "ADMISSION_BY_AGENT", "An agent cannot apply: the account itself does."};
}

Refusal AdmissionExists() {
  return {Kind::kExists, "ADMISSION_EXISTS",
          "This number has applied in this county or is admitted here: ask the exchange centre."};
}

Refusal AccountTradesAlready() {
  return {Kind::kPrecondition, "ACCOUNT_TRADES_ALREADY",
          "The account has applied for another party: one account trades as one party."};
}

Refusal PartyBarred(const std::optional<Date>& end) {
  return Refusal{Kind::kPrecondition, "PARTY_BARRED", "The party is barred from trading."}.With(
      "end_date", end ? FormatIsoDate(*end) : "");
}

Refusal DocumentTwice() {
  return OfField("documents", "DOCUMENT_TWICE", "A document is named twice.");
}

Refusal DocumentNotFound() {
  return OfField("documents", "DOCUMENT_NOT_FOUND",
                 "A document is no file that the caller may see.");
}

Refusal PartyNotFound() { return {Kind::kNotFound, "PARTY_NOT_FOUND", "There is no such party."}; }

Refusal BidderNotFound() {
  return {Kind::kNotFound, "BIDDER_NOT_FOUND", "There is no such bidder."};
}

Refusal BidderStateMisfit(std::string_view state, std::string_view act) {
  return Refusal{Kind::kPrecondition, "BIDDER_STATE_MISFIT",
                 "A bidder in this state cannot " + std::string(act) + "."}
      .With("state", std::string(state));
}

Refusal DetailsNotProposed() {
  return {Kind::kPrecondition, "DETAILS_NOT_PROPOSED", "No new details wait for a decision."};
}

Refusal OwnApplication() {
  return {Kind::kDenied, "OWN_APPLICATION", "Nobody decides about what they applied for."};
}

Refusal OfficerRelated() {
  return {Kind::kDenied, "OFFICER_RELATED",
          "The party has declared a relation to this officer: somebody else must decide."};
}

Refusal BidderSamePerson() {
  return {Kind::kDenied, "SAME_PERSON", "Somebody else must decide this."};
}

Refusal HoldEndPast() {
  return OfField("end_date", "HOLD_END_PAST", "It ends before it has begun.");
}

Refusal BarOfAnotherCounty() {
  return {Kind::kPrecondition, "BAR_OF_ANOTHER_COUNTY",
          "Only the county that imposed a bar can lift it."};
}

Refusal RelationKindMissing() {
  return OfField("kind", "RELATION_KIND_MISSING", "A relation is of some kind.");
}

Refusal RelationNotFound() {
  return {Kind::kNotFound, "RELATION_NOT_FOUND", "There is no such relation."};
}

Refusal RelationDatesInvalid() {
  return OfField("end_date", "RELATION_DATES_INVALID",
                 "A relation ends after it begins, and not later than was said before.");
}

Refusal RelationNeedsNoRecusal() {
  return {Kind::kPrecondition, "RELATION_NEEDS_NO_RECUSAL",
          "Staff of the platform and the centre never bid, whoever steps aside."};
}

Refusal RecusalRecorded() {
  return {Kind::kPrecondition, "RECUSAL_RECORDED", "The recusal is recorded already."};
}

Refusal BidderIsStaff() {
  return {Kind::kDenied, "BIDDER_IS_STAFF", "Staff of the platform and the centre never bid."};
}

Refusal BidderSetPrice() {
  return {Kind::kDenied, "BIDDER_SET_PRICE", "Whoever set the price of a lot cannot enter it."};
}

Refusal RecusalMissing() {
  return {Kind::kDenied, "RECUSAL_MISSING",
          "Kin of somebody who decided on the lot enters it only when that one has stepped aside."};
}

}  // namespace qianmo::registry::refusals
