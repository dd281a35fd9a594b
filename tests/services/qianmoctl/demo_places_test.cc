// The places of the demo county.
#include "qianmoctl/demo_places.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

namespace qianmo::ctl {
namespace {

TEST(DemoPlaces, AreThreeTownshipsWithVillagesAndGroups) {
  std::map<OrgLevel, int> levels;
  std::set<std::string> names;
  std::set<Uuid> ids;
  std::vector<OrgPath> seen = {OrgPath::Of(kDemoCounty)};
  for (const DemoPlace& place : DemoPlaces()) {
    ++levels[place.org_path.level()];
    EXPECT_TRUE(names.insert(place.long_name).second) << place.long_name;
    EXPECT_TRUE(ids.insert(place.id).second) << place.long_name;
    EXPECT_TRUE(std::any_of(seen.begin(), seen.end(),
                            [&](const OrgPath& above) {
                              return above.Contains(place.org_path) &&
                                     static_cast<int>(above.level()) + 1 ==
                                         static_cast<int>(place.org_path.level());
                            }))
        << place.long_name << " comes after what it is below";
    seen.push_back(place.org_path);
  }
  EXPECT_EQ(levels[OrgLevel::kTownship], 3);
  EXPECT_EQ(levels[OrgLevel::kVillage], 24);
  EXPECT_EQ(levels[OrgLevel::kGroup], 8);
}

TEST(DemoPlaces, AreSettledWhereNobodyIsBelow) {
  const auto settlements = DemoSettlements();
  EXPECT_EQ(settlements.size(), 28u);
  for (const DemoPlace& one : settlements) {
    for (const DemoPlace& other : settlements) {
      EXPECT_EQ(one.org_path.Contains(other.org_path), one.id == other.id);
    }
  }
}

}  // namespace
}  // namespace qianmo::ctl
