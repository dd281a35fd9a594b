#include "qianmoctl/county_store.h"

#include <gtest/gtest.h>

#include "qianmoctl/session.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

const County kCounty{CountyId{7}, "甲县", "990007"};

TEST(CountyStore, KeepsWhatACountyIsCalled) {
  const House house = House::Furnished();
  Session(house.url()).Write([&](pg::Transaction& tx) -> Result<Done> {
    EXPECT_TRUE(HoldCounties(tx));
    EXPECT_FALSE(FindCounty(tx, kCounty.id));
    InsertCounty(tx, kCounty);
    InsertCounty(tx, {kCounty.id, "乙县", "990008"});
    EXPECT_EQ(FindCounty(tx, kCounty.id), kCounty);
    EXPECT_FALSE(HasOtherCounty(tx, kCounty.id));
    EXPECT_TRUE(HasOtherCounty(tx, CountyId{8}));
    EXPECT_FALSE(HasAccounts(tx, kCounty.id));
    return Done{};
  });
}

TEST(CountyStore, RefusesADatabaseWithoutTables) {
  const House house;
  EXPECT_THROW(Session(house.url()).Write(HoldCounties), Failure);
}

}  // namespace
}  // namespace qianmo::ctl
