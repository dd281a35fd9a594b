// Uploads that were not finished in time: closed at once, removed soon, files never.
#include <gtest/gtest.h>

#include "registry/upload_store.h"
#include "services/registry/archive.h"

namespace qianmo::registry {
namespace {

class SweepTest : public testing::Test {
 protected:
  bool Sweep() {
    return *pg::Transact(*pool_,
                         {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10)},
                         [&](pg::Transaction& tx) -> Result<bool> {
                           return RemoveOneExpired(tx, CountyId{7}, archive_.clock().Now());
                         });
  }

  Archive archive_;
  const std::unique_ptr<pg::Pool> pool_ = archive_.database().PoolFor("registry");
  const rpc::v1::Caller person_ = Archive::Person();
};

TEST_F(SweepTest, RemovesWhatHasExpiredAndLeavesFiles) {
  const std::string kept = archive_.Bring(person_, "a file");
  const std::string open = archive_.Begin(person_, 2 * kMiB);
  ASSERT_TRUE(archive_.Put(person_, open, 0, Noise(kMiB)).ok());
  const std::string cancelled = archive_.Begin(person_, 5);
  ASSERT_TRUE(
      archive_.Ask(person_, &Stub::CancelUpload, Named<v1::CancelUploadRequest>(cancelled)).ok());
  archive_.clock().Advance(kUploadLife - Duration(1));
  EXPECT_FALSE(Sweep()) << "its time is not over";
  archive_.clock().Advance(Duration(1));
  const auto seen = archive_.Ask(person_, &Stub::GetUpload, Named<v1::GetUploadRequest>(open));
  if (seen.ok()) {
    EXPECT_EQ(seen.reply.state(), v1::Upload::STATE_EXPIRED);
  } else {
    EXPECT_EQ(seen.reason(), "UPLOAD_NOT_FOUND") << "the server's own chore was quicker";
  }
  while (Sweep()) {
  }
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.upload WHERE state <> 2"), "0");
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.chunk"), "1") << "the file's";
  EXPECT_EQ(archive_.Download(person_, kept).reply.data(), "a file");
}

TEST_F(SweepTest, GivesTheQuotaBackWhenTimeIsOver) {
  for (int i = 0; i < kMostOpenUploads; ++i) archive_.Begin(person_, 5);
  EXPECT_EQ(archive_.Announce(person_, 5).reason(), "UPLOAD_COUNT_EXHAUSTED");
  archive_.clock().Advance(kUploadLife);
  EXPECT_TRUE(archive_.Announce(person_, 5).ok());
}

}  // namespace
}  // namespace qianmo::registry
