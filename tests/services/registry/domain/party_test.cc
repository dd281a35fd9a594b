// Numbers of parties, shares, and what an organisation and a person must say of themselves.
#include "registry/domain/party.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

std::string WhyNotShares(const std::vector<PartyShare>& shares) {
  const auto checked = CheckShares("shareholders", shares);
  return checked ? "" : checked.refusal().reason;
}

TEST(PartyNumber, IsReadInItsOnlyForm) {
  EXPECT_EQ(*ReadPartyNumber(PartyKind::kOrganisation, "number", " 91350100M000100Y43 "),
            "91350100M000100Y43");
  EXPECT_EQ(*ReadPartyNumber(PartyKind::kOrganisation, "number", "91350100m000100y43"),
            "91350100M000100Y43");
  EXPECT_EQ(*ReadPartyNumber(PartyKind::kPerson, "number", "11010519491231002x"),
            "11010519491231002X");
}

TEST(PartyNumber, IsOfItsKind) {
  const auto code = ReadPartyNumber(PartyKind::kOrganisation, "number", "11010519491231002X");
  ASSERT_FALSE(code);
  EXPECT_EQ(code.refusal().reason, "CREDIT_CODE_MALFORMED");
  EXPECT_EQ(code.refusal().fields.at(0).path, "number");
  const auto number = ReadPartyNumber(PartyKind::kPerson, "number", "91350100M000100Y43");
  ASSERT_FALSE(number);
  EXPECT_EQ(number.refusal().reason, "ID_NUMBER_MALFORMED");
}

TEST(PartyShares, AreAtMostTheWhole) {
  EXPECT_EQ(WhyNotShares({}), "");
  EXPECT_EQ(WhyNotShares({{"甲", "", 10'000}}), "");
  EXPECT_EQ(WhyNotShares({{"甲", "", 3'333}, {"乙", "", 3'333}, {"丙", "", 3'334}}), "");
  EXPECT_EQ(WhyNotShares({{"甲", "", 3'333}, {"乙", "", 3'333}, {"丙", "", 3'335}}),
            "SHARES_OVER_WHOLE");
  const auto over = CheckShares("shareholders", {{"甲", "", 10'000}, {"乙", "", 1}});
  EXPECT_EQ(over.refusal().metadata.at(0).second, "10001");
  EXPECT_EQ(WhyNotShares(std::vector<PartyShare>(1, {"甲", "", 9'999})), "");
}

TEST(PartyShares, NameEachHolderOnce) {
  EXPECT_EQ(WhyNotShares({{"甲", "", 1}, {"甲", "", 1}}), "SHAREHOLDER_TWICE");
  EXPECT_EQ(WhyNotShares({{"甲", "1", 1}, {"甲公司", "1", 1}}), "SHAREHOLDER_TWICE");
  // Two people of one name, told apart by their numbers.
  EXPECT_EQ(WhyNotShares({{"甲", "1", 1}, {"甲", "2", 1}, {"甲", "", 1}}), "");
}

TEST(PartyForm, IsThatOfItsKind) {
  const auto why = [](PartyKind kind, bool legal_person, bool shareholders) {
    const auto checked = CheckPartyForm(kind, legal_person, shareholders);
    return checked ? std::string() : checked.refusal().reason;
  };
  EXPECT_EQ(why(PartyKind::kOrganisation, true, true), "");
  EXPECT_EQ(why(PartyKind::kOrganisation, true, false), "");
  EXPECT_EQ(why(PartyKind::kOrganisation, false, true), "LEGAL_PERSON_MISSING");
  EXPECT_EQ(why(PartyKind::kPerson, false, false), "");
  EXPECT_EQ(why(PartyKind::kPerson, true, false), "LEGAL_PERSON_MISFIT");
  EXPECT_EQ(why(PartyKind::kPerson, false, true), "SHAREHOLDERS_MISFIT");
}

}  // namespace
}  // namespace qianmo::registry
