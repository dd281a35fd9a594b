#include "qianmoctl/staging.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qianmoctl/command.h"
#include "support/process.h"

namespace qianmo::ctl {
namespace {

namespace fs = std::filesystem;

class StagingTest : public testing::Test {
 protected:
  bool IsEmpty() const { return fs::is_empty(folder_.path()); }

  support::TemporaryFolder folder_;
  const fs::path wanted_ = folder_.path() / "wanted";
};

TEST_F(StagingTest, ShowsNothingBeforeItIsWhole) {
  {
    Staging staging(wanted_);
    std::ofstream(staging.path() / "file") << "text";
    EXPECT_FALSE(fs::exists(wanted_));
    staging.Publish();
    EXPECT_FALSE(fs::exists(staging.path()));
  }
  EXPECT_EQ(support::ReadFile(wanted_ / "file"), "text");
  EXPECT_EQ(fs::status(wanted_).permissions(), fs::perms::owner_all);
}

TEST_F(StagingTest, LeavesNothingOfAFailure) {
  try {
    Staging staging(wanted_);
    fs::create_directories(staging.path() / "a/b");
    throw Failure("trouble");
  } catch (const Failure&) {
    EXPECT_TRUE(IsEmpty());
  }
}

TEST_F(StagingTest, RefusesWhatIsThere) {
  fs::create_directory(wanted_);
  EXPECT_THROW(Staging staging(wanted_), Failure);
  EXPECT_THROW(Staging staging(wanted_ / ""), Failure);
  fs::remove(wanted_);
  fs::create_symlink("nowhere", wanted_);
  EXPECT_THROW(Staging staging(wanted_), Failure);
  EXPECT_THROW(Staging staging(folder_.path() / "no/parent"), Failure);
}

TEST_F(StagingTest, DoesNotReplaceWhatAppearedMeanwhile) {
  Staging staging(wanted_);
  fs::create_directory(wanted_);
  EXPECT_THROW(staging.Publish(), Failure);
}

TEST_F(StagingTest, RemovesWhatAKilledTryLeft) {
  fs::create_directories(folder_.path() / "wanted.new/old");
  Staging(wanted_).Publish();
  EXPECT_TRUE(fs::is_empty(wanted_));
}

TEST_F(StagingTest, LeavesALivingTryAlone) {
  Staging first(wanted_);
  fs::create_directory(first.path() / "mine");
  EXPECT_THROW(Staging second(wanted_), Failure);
  EXPECT_TRUE(fs::exists(first.path() / "mine"));
}

}  // namespace
}  // namespace qianmo::ctl
