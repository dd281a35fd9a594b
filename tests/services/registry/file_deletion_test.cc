// Files thrown away through the whole service: what goes with them, and what keeps them.
#include <thread>

#include <gtest/gtest.h>

#include "picture/encode.h"
#include "registry/file_deletion_store.h"
#include "services/picture/painting.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

class FileDeletionTest : public testing::Test {
 protected:
  Archive& archive() { return estate_.archive(); }

  Answer<v1::DeleteFileResponse> Delete(const std::string& file) {
    return archive().Ask(clerk_, &Stub::DeleteFile, Named<v1::DeleteFileRequest>(file));
  }

  std::string Count(const std::string& table) {
    return archive().Query("SELECT count(*) FROM registry." + table);
  }
  std::string Kept() { return archive().Query("SELECT kept_bytes FROM registry.file_space"); }

  Estate estate_;
  const rpc::v1::Caller clerk_ = Estate::Clerk();
};

TEST_F(FileDeletionTest, TakesContentAndCopiesAlong) {
  const std::string file =
      archive().Bring(clerk_, picture::EncodeJpeg(picture::Painting(1600, 1000)));
  ASSERT_EQ(Count("blob"), "3");
  ASSERT_TRUE(Delete(file).ok());
  for (const char* table : {"file", "file_copy", "blob", "chunk"}) EXPECT_EQ(Count(table), "0");
  EXPECT_EQ(Kept(), "0");
  EXPECT_EQ(archive().Download(clerk_, file).reason(), "FILE_NOT_FOUND");
  EXPECT_EQ(Delete(file).reason(), "FILE_NOT_FOUND");
}

TEST_F(FileDeletionTest, LeavesContentThatAnotherFileHas) {
  const std::string content = picture::EncodeJpeg(picture::Painting(400, 300));
  const std::string first = archive().Bring(clerk_, content);
  const auto colleague = Estate::Clerk();
  const std::string second = archive().Bring(colleague, content);
  // Of another photo with the same small picture: the same content as the first, with an end.
  const std::string third = archive().Bring(clerk_, content + "end");
  ASSERT_TRUE(Delete(first).ok());
  EXPECT_EQ(archive().Download(colleague, second).reply.data(), content);
  ASSERT_TRUE(
      archive().Ask(colleague, &Stub::DeleteFile, Named<v1::DeleteFileRequest>(second)).ok());
  auto small = Named<v1::DownloadFileRequest>(third);
  small.set_copy(v1::FILE_COPY_SMALL);
  EXPECT_TRUE(archive().Ask(clerk_, &Stub::DownloadFile, small).ok());
  ASSERT_TRUE(Delete(third).ok());
  EXPECT_EQ(Count("blob"), "0");
  EXPECT_EQ(Kept(), "0");
}

TEST_F(FileDeletionTest, IsNotForWhatIsInUse) {
  const std::string photo = estate_.HaveFile(clerk_);
  auto request = NewMachine("收割机", kHill);
  request.mutable_asset()->add_photos(photo);
  const auto asset = estate_.Ask(clerk_, &Assets::CreateAsset, request);
  ASSERT_TRUE(asset.ok()) << asset.reason();
  EXPECT_EQ(Delete(photo).reason(), "FILE_IN_USE");
  v1::UpdateAssetRequest drop;
  drop.set_request_id(NewRequestId());
  drop.mutable_asset()->set_name(asset.reply.name());
  drop.mutable_update_mask()->add_paths("photos");
  ASSERT_TRUE(estate_.Ask(clerk_, &Assets::UpdateAsset, drop).ok());
  EXPECT_TRUE(Delete(photo).ok());
}

TEST_F(FileDeletionTest, AndTheSameContentComingAtOnceLoseNothing) {
  const std::string content = "the same again and again";
  std::string there = archive().Bring(clerk_, content);
  const auto colleague = Estate::Clerk();
  for (int i = 0; i < 20; ++i) {
    const std::string upload =
        archive().Begin(colleague, static_cast<std::int64_t>(content.size()));
    ASSERT_TRUE(archive().Put(colleague, upload, 0, content).ok());
    Answer<v1::File> finished;
    std::thread finishing([&] { finished = archive().Finish(colleague, upload); });
    const auto deleted = Delete(there);
    finishing.join();
    ASSERT_TRUE(deleted.ok()) << deleted.reason();
    ASSERT_TRUE(finished.ok()) << finished.reason();
    ASSERT_EQ(archive().Download(colleague, finished.reply.name()).reply.data(), content);
    ASSERT_TRUE(
        archive()
            .Ask(colleague, &Stub::DeleteFile, Named<v1::DeleteFileRequest>(finished.reply.name()))
            .ok());
    ASSERT_EQ(Count("chunk"), "0");
    there = archive().Bring(clerk_, content);
  }
}

}  // namespace
}  // namespace qianmo::registry
