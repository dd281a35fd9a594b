// The page of refusals about parties: reasons of their own, fields where a request is invalid.
#include "registry/domain/party_refusals.h"

#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace qianmo::registry::refusals {
namespace {

std::vector<Refusal> AllAboutParties() {
  return {PartyKindMissing(),        LegalPersonMissing(),  LegalPersonMisfit(),
          ShareholdersMisfit(),      ShareholderTwice("f"), SharesOverWhole("f", 10'001),
          AdmissionByAgent(),        AdmissionExists(),     AccountTradesAlready(),
          PartyBarred(std::nullopt), DocumentTwice(),       DocumentNotFound(),
          PartyNotFound(),           BidderNotFound(),      BidderStateMisfit("ACTIVE", "apply"),
          DetailsNotProposed(),      OwnApplication(),      OfficerRelated(),
          BidderSamePerson(),        HoldEndPast(),         BarOfAnotherCounty(),
          RelationKindMissing(),     RelationNotFound(),    RelationDatesInvalid(),
          RelationNeedsNoRecusal(),  RecusalRecorded(),     BidderIsStaff(),
          BidderSetPrice(),          RecusalMissing()};
}

TEST(PartyRefusals, HaveReasonsOfTheirOwnAndFieldsWhereARequestIsInvalid) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : AllAboutParties()) {
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason << " is used twice";
    EXPECT_FALSE(refusal.message.empty()) << refusal.reason;
    EXPECT_EQ(!refusal.fields.empty(), refusal.kind == Refusal::Kind::kInvalid) << refusal.reason;
  }
}

TEST(PartyRefusals, TellUntilWhenAPartyIsBarred) {
  using namespace std::chrono;
  EXPECT_EQ(PartyBarred(Date(2027y / 3 / 1)).metadata.at(0).second, "2027-03-01");
  EXPECT_EQ(PartyBarred(std::nullopt).metadata.at(0).second, "");
}

}  // namespace
}  // namespace qianmo::registry::refusals
