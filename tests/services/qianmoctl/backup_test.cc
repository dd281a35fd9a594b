#include "qianmoctl/backup.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qianmoctl/manifest.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {
namespace {

namespace fs = std::filesystem;

using testing::AllOf;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

class BackupTest : public testing::Test {
 protected:
  support::Outcome Backup(const std::map<std::string, std::string>& environment = {}) const {
    return house_.Run({"backup", "--out", out_}, environment);
  }
  bool NothingIsLeft() const { return !fs::exists(out_) && !fs::exists(out_.string() + ".new"); }

  const House house_ = House::Furnished();
  const fs::path out_ = house_.folder() / "backup";
};

TEST_F(BackupTest, HoldsTheClusterTheKeysAndAManifest) {
  const auto outcome = Backup();
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("copied "), HasSubstr("backup complete")));
  const Manifest manifest = Manifest::Load(out_);
  EXPECT_EQ(manifest.role, "qianmo");
  EXPECT_EQ(manifest.database, house_.database());
  EXPECT_THAT(manifest.migrations, IsSupersetOf({"0001_house", "0002_identity"}));
  EXPECT_TRUE(manifest.Faults(out_).empty());
  EXPECT_TRUE(manifest.files.contains("keys/data-1.key"));
  EXPECT_TRUE(manifest.files.contains("keys/public-keys.json"));
  // Nobody else gets in, and not even a copy of the keys elsewhere would be open to others.
  EXPECT_EQ(fs::status(out_).permissions(), fs::perms::owner_all);
  for (const auto& entry : fs::directory_iterator(out_ / "keys")) {
    const bool is_public = entry.path().extension() == ".json";
    EXPECT_EQ(entry.status().permissions(), is_public ? fs::perms(0644) : fs::perms(0600))
        << entry.path();
  }
}

TEST_F(BackupTest, NeverReplacesAFolder) {
  fs::create_directory(out_);
  const auto outcome = Backup();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("is there already"));
  EXPECT_TRUE(fs::is_empty(out_));
}

TEST_F(BackupTest, SaysWhoMayNotCopyTheCluster) {
  const std::string& database = house_.database();
  const std::string role = "reader_" + database;
  Execute(house_.url(), "CREATE ROLE " + role + " LOGIN PASSWORD 'opensesame'");
  Execute(house_.url(), "GRANT CONNECT ON DATABASE " + database + " TO " + role);
  const auto no_right = Backup({{"QIANMO_DATABASE_URL", UrlAs(role, "opensesame", database)}});
  EXPECT_EQ(no_right.code, 1);
  EXPECT_THAT(no_right.output, HasSubstr("ALTER ROLE " + role + " REPLICATION"));
  EXPECT_TRUE(NothingIsLeft());

  // Nor may it come in by pg_hba.conf, which only PostgreSQL can say.
  Execute(house_.url(), "ALTER ROLE " + role + " REPLICATION");
  Execute(house_.url(), "GRANT USAGE ON SCHEMA house TO " + role);
  Execute(house_.url(), "GRANT SELECT ON house.migration TO " + role);
  const auto no_entry = Backup({{"QIANMO_DATABASE_URL", UrlAs(role, "opensesame", database)}});
  EXPECT_EQ(no_entry.code, 1);
  EXPECT_THAT(no_entry.output, AllOf(HasSubstr("PostgreSQL could not be copied"),
                                     HasSubstr("pg_hba.conf"), Not(HasSubstr("opensesame"))));
  EXPECT_TRUE(NothingIsLeft());
}

TEST_F(BackupTest, LeavesNothingOfACopyThatFailed) {
  const support::TemporaryFolder programs;
  std::ofstream(programs.path() / "pg_basebackup")
      << "#!/bin/sh\nmkdir \"${1#--pgdata=}\"\necho 'the disk is full'\nexit 1\n";
  fs::permissions(programs.path() / "pg_basebackup", fs::perms(0755));
  const auto outcome = Backup({{"QIANMO_PG_BIN", programs.path()}});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("the disk is full"));
  EXPECT_TRUE(NothingIsLeft());
}

TEST_F(BackupTest, RefusesWhatLiesOutsideOfTheCluster) {
  const fs::path outside = house_.folder() / "outside";
  fs::create_directory(outside);
  PostgresUser().Own(outside);
  Execute(house_.url(), "CREATE TABLESPACE outside LOCATION '" + outside.string() + "'");
  const auto outcome = Backup();
  Execute(house_.url(), "DROP TABLESPACE outside");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("tablespaces"));
  EXPECT_TRUE(NothingIsLeft());
}

TEST_F(BackupTest, NeedsAWholeKeyRing) {
  fs::remove(house_.keys() / "index-1.key");
  const auto outcome = Backup();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("index-1.key"));
  EXPECT_TRUE(NothingIsLeft());
}

}  // namespace
}  // namespace qianmo::ctl
