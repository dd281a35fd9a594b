#include "base/org_path.h"

#include <gtest/gtest.h>

namespace qianmo {
namespace {

const std::string kTownshipText = "/7/01920000-0000-7000-8000-000000000001/";
const std::string kVillageText = kTownshipText + "01920000-0000-7000-8000-00000000000a/";
const std::string kGroupText = kVillageText + "01920000-0000-7000-8000-0000000000aa/";
const OrgPath kCounty = *OrgPath::Parse("/7/");
const OrgPath kTownship = *OrgPath::Parse(kTownshipText);
const OrgPath kSomeVillage = *OrgPath::Parse(kVillageText);
const OrgPath kGroup = *OrgPath::Parse(kGroupText);
const OrgPath kOtherCounty = *OrgPath::Parse("/70/");
const OrgPath kSisterVillage =
    *OrgPath::Parse(kTownshipText + "01920000-0000-7000-8000-00000000000b/");
const OrgPath kOtherVillage = *OrgPath::Parse(
    "/7/01920000-0000-7000-8000-000000000002/01920000-0000-7000-8000-00000000000c/");

TEST(OrgPath, TellsTheLevelFromTheDepth) {
  EXPECT_EQ(kCounty.level(), OrgLevel::kCounty);
  EXPECT_EQ(kTownship.level(), OrgLevel::kTownship);
  EXPECT_EQ(kSomeVillage.level(), OrgLevel::kVillage);
  EXPECT_EQ(kGroup.level(), OrgLevel::kGroup);
  EXPECT_EQ(kGroup.county(), CountyId{7});
}

TEST(OrgPath, AcceptsOneFormOnly) {
  const std::string uuid = "01920000-0000-7000-8000-00000000000a";
  for (const std::string& wrong :
       {std::string(), std::string("7"), std::string("/"), std::string("/7"), std::string("7/"),
        std::string("//"), std::string("/07/"), std::string("/0/"), std::string("/-7/"),
        std::string("/+7/"), std::string("/7 /"), std::string("/2147483648/"), "/7/" + uuid,
        "/7//" + uuid + "/", std::string("/7/x/"),
        std::string("/7/01920000-0000-7000-8000-00000000000A/"), "/" + uuid + "/",
        kGroupText + uuid + "/", kGroupText + "/"}) {
    EXPECT_FALSE(OrgPath::Parse(wrong)) << wrong;
  }
  EXPECT_TRUE(OrgPath::Parse("/2147483647/"));
  EXPECT_EQ(OrgPath::Of(CountyId{7}), kCounty);
}

TEST(OrgPath, ContainsItselfAndWhatIsBelow) {
  EXPECT_TRUE(kSomeVillage.Contains(kSomeVillage));
  EXPECT_TRUE(kCounty.Contains(kGroup));
  EXPECT_TRUE(kTownship.Contains(kSomeVillage));
  EXPECT_FALSE(kSomeVillage.Contains(kTownship));
  EXPECT_FALSE(kTownship.Contains(kOtherVillage));
  EXPECT_FALSE(kCounty.Contains(kOtherCounty)) << "/7/ is no part of /70/";
}

TEST(OrgPath, MeetsAboveAndBelowButNotBeside) {
  EXPECT_TRUE(kSomeVillage.Meets(kTownship));
  EXPECT_TRUE(kTownship.Meets(kSomeVillage));
  EXPECT_FALSE(kSomeVillage.Meets(kSisterVillage));
}

TEST(OrgPath, NamesEveryLevel) {
  EXPECT_EQ(Name(OrgLevel::kCounty), "county");
  EXPECT_EQ(Name(OrgLevel::kTownship), "township");
  EXPECT_EQ(Name(OrgLevel::kVillage), "village");
  EXPECT_EQ(Name(OrgLevel::kGroup), "group");
}

}  // namespace
}  // namespace qianmo
