// Files looked at, listed, and read window by window.
#include <gtest/gtest.h>

#include "registry/file_store.h"
#include "registry/files_service.h"
#include "services/registry/archive.h"

namespace qianmo::registry {
namespace {

class DownloadTest : public testing::Test {
 protected:
  Archive archive_;
  const rpc::v1::Caller person_ = Archive::Person();
};

TEST_F(DownloadTest, GivesEveryWindowAndNothingElse) {
  const std::string content = Noise(2 * kMiB + 77);
  const std::string file = archive_.Bring(person_, content);
  struct Case {
    std::size_t offset, limit, size;
  };
  for (const Case& one : std::vector<Case>{{0, 0, kMiB},
                                           {0, 1, 1},
                                           {5, 10, 10},
                                           {kMiB - 1, 2, 2},
                                           {kMiB, kMiB, kMiB},
                                           {kMiB - 3, kMiB + 6, kMiB + 6},
                                           {0, 4 * kMiB, content.size()},
                                           {content.size() - 1, 9, 1},
                                           {content.size(), 9, 0},
                                           {content.size() + 9, 9, 0}}) {
    const auto body = archive_.Download(person_, file, one.offset, one.limit);
    ASSERT_TRUE(body.ok()) << body.reason();
    const std::size_t from = std::min(one.offset, content.size());
    EXPECT_EQ(body.reply.data().size(), one.size) << one.offset << "+" << one.limit;
    EXPECT_TRUE(body.reply.data() == content.substr(from, one.size)) << one.offset;
    EXPECT_EQ(InfoOf(body.reply).offset(), static_cast<std::int64_t>(from));
  }
  EXPECT_EQ(archive_.Download(person_, file, -1).reason(), "INVALID_FIELD");
  EXPECT_EQ(archive_.Download(person_, file, 0, 4 * kMiB + 1).reason(), "INVALID_FIELD");
}

TEST_F(DownloadTest, TellsWhatIsKnownOfTheFile) {
  const std::string file = archive_.Bring(person_, "GIF89a and more", "地块图.png");
  const auto body = archive_.Download(person_, file);
  EXPECT_EQ(body.reply.content_type(), "image/gif");
  const auto info = InfoOf(body.reply);
  EXPECT_EQ(info.file_name(), "地块图.png");
  EXPECT_EQ(info.total_size(), 15);
  EXPECT_TRUE(info.shown());
  EXPECT_TRUE(info.immutable());
  const auto known = archive_.Ask(person_, &Stub::GetFile, Named<v1::GetFileRequest>(file));
  EXPECT_EQ(info.etag(), known.reply.sha256());
  EXPECT_EQ(info.etag().size(), 64u);
  const auto unknown = archive_.Bring(person_, Noise(100), "a.png");
  EXPECT_FALSE(InfoOf(archive_.Download(person_, unknown).reply).shown());
}

TEST_F(DownloadTest, ListsTheCallersOwnNewestFirst) {
  std::vector<std::string> mine;
  for (int i = 0; i < 5; ++i) {
    mine.insert(mine.begin(), archive_.Bring(person_, "file " + std::to_string(i)));
    archive_.Bring(Archive::Person(), "another's");
  }
  for (const int size : {1, 2, 5, 200}) {
    v1::ListFilesRequest request;
    request.set_parent("counties/7");
    request.set_page_size(size);
    std::vector<std::string> seen;
    do {
      const auto page = archive_.Ask(person_, &Stub::ListFiles, request);
      ASSERT_TRUE(page.ok()) << page.reason();
      ASSERT_LE(page.reply.files_size(), size);
      for (const auto& file : page.reply.files()) seen.push_back(file.name());
      request.set_page_token(page.reply.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(seen, mine) << size;
  }
}

TEST_F(DownloadTest, RefusesWhatIsNotThere) {
  const std::string nothing = "counties/7/files/" + NewRequestId();
  EXPECT_EQ(archive_.Download(person_, nothing).reason(), "FILE_NOT_FOUND");
  EXPECT_EQ(archive_.Ask(person_, &Stub::GetFile, Named<v1::GetFileRequest>(nothing)).reason(),
            "FILE_NOT_FOUND");
  const std::string upload = archive_.Begin(person_, 5);
  const std::string early = "counties/7/files/" + upload.substr(upload.rfind('/') + 1);
  EXPECT_EQ(archive_.Download(person_, early).reason(), "FILE_NOT_FOUND") << "not finished yet";
}

}  // namespace
}  // namespace qianmo::registry
