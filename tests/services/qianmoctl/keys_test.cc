#include "qianmoctl/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "qianmoctl/command.h"
#include "rpc/server.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string IdentityPassword(const House& house) {
  return rpc::DatabasePassword(*crypto::Keyring::Load(house.keys()), "qianmo_identity");
}

bool CanSignIn(const House& house, const std::string& password) {
  const std::string& database = house.database();
  try {
    Execute(UrlAs("qianmo_identity", password, database), "SELECT 1");
    return true;
  } catch (const pqxx::broken_connection&) {
    return false;
  }
}

TEST(Keys, AreMadeOnce) {
  const House house;
  EXPECT_EQ(house.Run({"keys", "init"}).code, 0);
  const auto kept = support::ReadFile(house.keys() / "data-1.key");
  const auto second = house.Run({"keys", "init"});
  EXPECT_EQ(second.code, kThereAlready);
  EXPECT_THAT(second.output, HasSubstr("never overwritten"));
  EXPECT_EQ(support::ReadFile(house.keys() / "data-1.key"), kept);
  EXPECT_EQ(house.Run({"keys", "init", "--keys", "/nowhere/keys"}).code, kNo);
}

TEST(Keys, AreListedWithoutTheirBytes) {
  const House house;
  ASSERT_EQ(house.Run({"keys", "init"}).code, 0);
  ASSERT_EQ(house.Run({"keys", "rotate", "data"}).code, 0);
  const auto list = house.Run({"keys", "list"});
  EXPECT_EQ(list.code, 0);
  EXPECT_THAT(list.output, AllOf(HasSubstr("data        2"), HasSubstr("data        1"),
                                 HasSubstr("older"), HasSubstr("in use")));
  const auto ring = *crypto::Keyring::Load(house.keys());
  const auto published = house.Run({"keys", "publish"});
  EXPECT_EQ(published.output, ring.PublicHistory());
  for (const auto purpose : crypto::kKeyPurposes) {
    for (const auto& key : ring.all(purpose)) {
      for (const std::string& text : {list.output, published.output}) {
        EXPECT_THAT(text, AllOf(Not(HasSubstr(ToHex(key.bytes()))),
                                Not(HasSubstr(ToBase64Url(key.bytes())))));
      }
    }
  }
}

TEST(Keys, ThatNobodyKnowsAreNotRotated) {
  const House house;
  ASSERT_EQ(house.Run({"keys", "init"}).code, 0);
  const auto outcome = house.Run({"keys", "rotate", "nonsense"});
  EXPECT_EQ(outcome.code, kUsage);
  EXPECT_THAT(outcome.output, HasSubstr("nonsense"));
  EXPECT_EQ(house.Run({"keys", "rotate"}).code, kUsage);
}

TEST(Keys, OfTheDatabaseChangeThePasswordsOfTheRoles) {
  const House house = House::Furnished();
  const std::string before = IdentityPassword(house);
  EXPECT_TRUE(CanSignIn(house, before));
  const auto rotated = house.Run({"keys", "rotate", "database"});
  EXPECT_EQ(rotated.code, 0) << rotated.output;
  EXPECT_FALSE(CanSignIn(house, before));
  EXPECT_TRUE(CanSignIn(house, IdentityPassword(house)));
  const auto verified = house.Run({"verify"});
  EXPECT_EQ(verified.code, 0) << verified.output;
}

TEST(Keys, OfTheDatabaseStayWhenItCannotBeReached) {
  const House house = House::Furnished();
  const auto outcome = house.Run({"keys", "rotate", "database"},
                                 {{"QIANMO_DATABASE_URL", "host=/nowhere dbname=qianmo"}});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("cannot be reached"));
  EXPECT_FALSE(std::filesystem::exists(house.keys() / "database-2.key"));
  EXPECT_TRUE(CanSignIn(house, IdentityPassword(house)));
}

TEST(Keys, RotatedOverAndOverStillVerify) {
  const House house = House::Furnished();
  for (const auto purpose : crypto::kKeyPurposes) {
    const auto outcome = house.Run({"keys", "rotate", std::string(crypto::Name(purpose))});
    EXPECT_EQ(outcome.code, 0) << outcome.output;
  }
  EXPECT_EQ(house.Run({"verify"}).code, 0);
}

}  // namespace
}  // namespace qianmo::ctl
