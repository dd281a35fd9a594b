// The room for files through the whole service: both sides of the bounds, and two at once.
#include "registry/domain/file_quota.h"

#include <thread>

#include <gtest/gtest.h>

#include "registry/file_quota_store.h"
#include "registry/made_file_store.h"
#include "services/registry/archive.h"

namespace qianmo::registry {
namespace {

class FileQuotaTest : public testing::Test {
 protected:
  // As if so much were there already.
  void Keep(const char* table, std::int64_t bytes) {
    archive_.database().Execute("UPDATE registry." + std::string(table) +
                                " SET kept_bytes = " + std::to_string(bytes));
  }
  std::string Kept(const char* table) {
    return archive_.Query("SELECT sum(kept_bytes) FROM registry." + std::string(table));
  }

  std::string Filled(const std::string& content) {
    const std::string upload = archive_.Begin(person_, static_cast<std::int64_t>(content.size()));
    EXPECT_TRUE(archive_.Put(person_, upload, 0, content).ok());
    return upload;
  }

  Archive archive_;
  const rpc::v1::Caller person_ = Archive::Person();
};

TEST_F(FileQuotaTest, CountsEveryFileInFull) {
  archive_.Bring(person_, "hello");
  archive_.Bring(person_, "hello");
  archive_.Bring(Archive::Person(), "hello again");
  EXPECT_EQ(Kept("uploader"), "21");
  EXPECT_EQ(Kept("file_space"), "21");
}

TEST_F(FileQuotaTest, CountsWhatTheHouseMakes) {
  archive_.Bring(person_, "hello");
  Keep("uploader", kMostBytesOfAccount);
  const auto pool = archive_.database().PoolFor("registry");
  const pg::TransactOptions options{.deadline =
                                        std::chrono::steady_clock::now() + std::chrono::seconds(9)};
  const auto made = pg::Transact(*pool, options, [&](pg::Transaction& tx) -> Result<Done> {
    MadeFile file(tx, *archive_.ring(), CountyId{7}, Uuid::Parse(person_.account_id()).value(),
                  "a.csv", archive_.clock().Now());
    file.Write("seven..");
    file.Finish("text/plain; charset=utf-8");
    return Done{};
  });
  ASSERT_TRUE(made.ok()) << "there is always room for it";
  EXPECT_EQ(Kept("uploader"), std::to_string(kMostBytesOfAccount + 7));
  EXPECT_EQ(archive_.Announce(person_, 1).metadata("left"), "0");
}

TEST_F(FileQuotaTest, CountsNothingThatIsNoFileYet) {
  const std::string upload = Filled("hello");
  EXPECT_EQ(Kept("uploader"), "0");
  ASSERT_TRUE(
      archive_.Ask(person_, &Stub::CancelUpload, Named<v1::CancelUploadRequest>(upload)).ok());
  EXPECT_EQ(Kept("uploader"), "0");
}

TEST_F(FileQuotaTest, OfAnAccountIsSpentToTheLastByte) {
  archive_.Bring(person_, "x");
  Keep("uploader", kMostBytesOfAccount - 5);
  const auto refused = archive_.Announce(person_, 6);
  EXPECT_EQ(refused.reason(), "FILE_QUOTA_SPENT");
  EXPECT_EQ(refused.metadata("whose"), "account");
  EXPECT_EQ(refused.metadata("left"), "5");
  archive_.Bring(person_, "hello");
  EXPECT_EQ(archive_.Announce(person_, 1).metadata("left"), "0");
  archive_.Bring(Archive::Person(), "others are not concerned");
}

TEST_F(FileQuotaTest, OfACountyIsSpentToTheLastByte) {
  archive_.Bring(person_, "x");
  Keep("file_space", kMostBytesOfCounty - 5);
  const auto other = Archive::Person();
  EXPECT_EQ(archive_.Announce(other, 6).metadata("whose"), "county");
  archive_.Bring(other, "hello");
  EXPECT_EQ(archive_.Announce(person_, 1).reason(), "FILE_QUOTA_SPENT");
  archive_.Bring(Archive::Person(rpc::v1::ROLE_BIDDER, 8), "another county is not concerned");
}

TEST_F(FileQuotaTest, IsJudgedWhenTheFileComes) {
  const std::string first = Filled("hello");
  const std::string second = Filled("world");
  Keep("uploader", kMostBytesOfAccount - 5);
  EXPECT_TRUE(archive_.Finish(person_, first).ok());
  EXPECT_EQ(archive_.Finish(person_, second).reason(), "FILE_QUOTA_SPENT");
  EXPECT_EQ(archive_.Query("SELECT state FROM registry.upload WHERE id = '" +
                           second.substr(second.rfind('/') + 1) + "'"),
            "1")
      << "nothing happens to the upload";
}

TEST_F(FileQuotaTest, IsNotOvershotByManyAtOnce) {
  std::vector<std::string> uploads;
  for (int i = 0; i < 8; ++i) uploads.push_back(Filled("file " + std::to_string(i)));
  Keep("uploader", kMostBytesOfAccount - 20);  // room for three
  std::atomic<int> kept = 0;
  std::vector<std::thread> finishing;
  for (const std::string& upload : uploads) {
    finishing.emplace_back([&] { kept += archive_.Finish(person_, upload).ok() ? 1 : 0; });
  }
  for (std::thread& thread : finishing) thread.join();
  EXPECT_EQ(kept, 3);
  EXPECT_EQ(Kept("uploader"), std::to_string(kMostBytesOfAccount - 20 + 18));
  EXPECT_EQ(Kept("file_space"), "18");
}

}  // namespace
}  // namespace qianmo::registry
