#include "qianmoctl/migrate.h"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class MigrateTest : public testing::Test {
 protected:
  MigrateTest() { EXPECT_EQ(house_.Run({"keys", "init"}).code, 0); }

  House house_;
};

TEST_F(MigrateTest, SaysOneLinePerMigration) {
  const auto before = house_.Run({"status"});
  EXPECT_EQ(before.code, 1);
  EXPECT_THAT(before.output, AllOf(HasSubstr("0001  house"), HasSubstr("pending")));

  const auto first = house_.Run({"migrate"});
  EXPECT_EQ(first.code, 0) << first.output;
  EXPECT_THAT(first.output, AllOf(HasSubstr("0001  house"), HasSubstr("0002  identity"),
                                  HasSubstr("passwords of 9 service roles set")));
  const auto after = house_.Run({"status"});
  EXPECT_EQ(after.code, 0);
  EXPECT_THAT(after.output, AllOf(HasSubstr("applied"), Not(HasSubstr("pending"))));
}

TEST_F(MigrateTest, DoesNothingTwice) {
  ASSERT_EQ(house_.Run({"migrate"}).code, 0);
  const auto second = house_.Run({"migrate"});
  EXPECT_EQ(second.code, 0);
  EXPECT_THAT(second.output,
              AllOf(HasSubstr("every migration was there already"), Not(HasSubstr("0001"))));
}

TEST_F(MigrateTest, WaitsForAnotherAtOnce) {
  std::vector<std::future<support::Outcome>> runs;
  for (int i = 0; i < 3; ++i) {
    runs.push_back(std::async(std::launch::async, [&] { return house_.Run({"migrate"}); }));
  }
  int applied = 0;
  for (auto& run : runs) {
    const auto outcome = run.get();
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    applied += outcome.output.find("0001  house") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(applied, 1);
  EXPECT_EQ(house_.Run({"verify"}).code, 0);
}

TEST_F(MigrateTest, RefusesWhatWasEditedOrIsUnknown) {
  ASSERT_EQ(house_.Run({"migrate"}).code, 0);
  Execute(house_.url(),
          "INSERT INTO house.migration (number, name, checksum, applied_time)"
          " VALUES (9000, 'later', repeat('0', 64), '2026-01-01')");
  const auto unknown = house_.Run({"migrate"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.output, AllOf(HasSubstr("9000_later"), HasSubstr("newer program")));
  EXPECT_THAT(house_.Run({"status"}).output, HasSubstr("unknown here"));

  Execute(house_.url(), "UPDATE house.migration SET checksum = repeat('0', 64) WHERE number = 1");
  const auto edited = house_.Run({"migrate"});
  EXPECT_EQ(edited.code, 1);
  EXPECT_THAT(edited.output, HasSubstr("0001_house was edited"));
  EXPECT_THAT(house_.Run({"status"}).output, HasSubstr("edited since"));
}

TEST_F(MigrateTest, SaysWhichRightIsMissing) {
  const std::string& database = house_.database();
  const std::string role = "plain_" + database;
  Execute(house_.url(), "CREATE ROLE " + role + " LOGIN PASSWORD 'opensesame'");
  const std::map<std::string, std::string> as = {
      {"QIANMO_DATABASE_URL", UrlAs(role, "opensesame", database)}};
  const auto no_roles = house_.Run({"migrate"}, as);
  EXPECT_EQ(no_roles.code, 1);
  EXPECT_THAT(no_roles.output, HasSubstr("ALTER ROLE " + role + " CREATEROLE"));
  Execute(house_.url(), "ALTER ROLE " + role + " CREATEROLE");
  EXPECT_THAT(house_.Run({"migrate"}, as).output, HasSubstr("OWNER TO " + role));
  Execute(house_.url(), "ALTER DATABASE " + database + " OWNER TO " + role);
  EXPECT_THAT(house_.Run({"migrate"}, as).output, HasSubstr("CREATE EXTENSION postgis"));
  Execute(house_.url(), "CREATE SCHEMA postgis AUTHORIZATION " + role);
  Execute(house_.url(), "CREATE EXTENSION postgis SCHEMA postgis");
  const auto enough = house_.Run({"migrate"}, as);
  EXPECT_EQ(enough.code, 0) << enough.output;
}

TEST_F(MigrateTest, NeverPrintsAPassword) {
  for (const std::string& url :
       {UrlAs("qianmo_nobody", "opensesame", "postgres"),
        std::string("postgresql://me:opensesame@127.0.0.1:1/qianmo"),
        std::string("postgresql://me:opensesame@127.0.0.1:x:/qianmo"),
        std::string("host=/nowhere password=opensesame"), std::string("opensesame")}) {
    for (const auto& command : {std::vector<std::string>{"migrate"},
                                {"status"},
                                {"verify"},
                                {"backup", "--out", house_.folder() / "backup"}}) {
      const auto outcome = house_.Run(command, {{"QIANMO_DATABASE_URL", url}});
      EXPECT_EQ(outcome.code, 1) << outcome.output;
      EXPECT_THAT(outcome.output, AllOf(HasSubstr("qianmoctl: "), Not(HasSubstr("opensesame"))));
    }
  }
}

TEST_F(MigrateTest, ChangesNothingWithoutAKeyRing) {
  const auto outcome = house_.Run({"migrate"}, {{"QIANMO_KEYS", house_.folder() / "none"}});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("there is no key ring"));
  EXPECT_EQ(Value(house_.url(), "SELECT count(*) FROM pg_namespace WHERE nspname = 'house'"), "0");
}

}  // namespace
}  // namespace qianmo::ctl
