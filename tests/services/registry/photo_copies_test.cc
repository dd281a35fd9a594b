// Photos through the whole service: smaller pictures for those who may see them, and copies for
// everybody that tell nothing.
#include "registry/photo_copies.h"

#include <gtest/gtest.h>

#include "picture/decode.h"
#include "picture/encode.h"
#include "registry/domain/exif.h"
#include "registry/domain/public_copy.h"
#include "registry/file_copy_store.h"
#include "services/picture/painting.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

constexpr std::string_view kPlace = "GPS 30.1234N 115.5678E";

// As a telephone makes it: with an orientation, and a description that tells too much.
std::string Photo(int width, int height, int orientation = 1) {
  const std::string block = OrientationBlock(orientation) + std::string(kPlace);
  const std::string body = std::string("Exif\0\0", 6) + block;
  const std::string file = picture::EncodeJpeg(picture::Painting(width, height));
  const char length = static_cast<char>(body.size() + 2);
  return file.substr(0, 2) + "\xff\xe1" + std::string(1, '\0') + length + body + file.substr(2);
}

class PhotoCopiesTest : public ::testing::Test {
 protected:
  Archive& archive() { return estate_.archive(); }

  Answer<google::api::HttpBody> Download(const rpc::v1::Caller& caller, const std::string& file,
                                         v1::FileCopy copy) {
    auto request = Named<v1::DownloadFileRequest>(file);
    request.set_copy(copy);
    request.mutable_window()->set_limit(4 * kMiB);
    return archive().Ask(caller, &Stub::DownloadFile, request);
  }

  Answer<google::api::HttpBody> DownloadPublic(const std::string& file,
                                               v1::FileCopy copy = v1::FILE_COPY_UNSPECIFIED) {
    auto request = Named<v1::DownloadPublicFileRequest>(file);
    request.set_copy(copy);
    request.mutable_window()->set_limit(4 * kMiB);
    return archive().Ask(rpc::v1::Caller(), &Stub::DownloadPublicFile, request);
  }

  // A photo of an asset.
  std::string Hang(const std::string& content) {
    const std::string file = archive().Bring(clerk_, content, "晒谷场.JPG");
    auto request = NewMachine("收割机", kHill);
    request.mutable_asset()->add_photos(file);
    const auto asset = estate_.Ask(clerk_, &Assets::CreateAsset, request);
    EXPECT_TRUE(asset.ok()) << asset.reason();
    return file;
  }

  Answer<v1::PublishFilesResponse> Publish(const std::vector<std::string>& files,
                                           const std::string& listing = "counties/7/listings/x") {
    v1::PublishFilesRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewRequestId());
    request.set_object(listing.ends_with("/x") ? listing_ : listing);
    for (const std::string& file : files) request.add_files(file);
    return archive().Ask(Estate::Service(), &Stub::PublishFiles, request);
  }

  Estate estate_;
  const rpc::v1::Caller clerk_ = Estate::Clerk();
  const std::string listing_ = "counties/7/listings/" + NewRequestId();
};

TEST_F(PhotoCopiesTest, AreSmallerPicturesTheRightWayUp) {
  // The painting lies on its side, and EXIF says so.
  const std::string file = archive().Bring(clerk_, Photo(1600, 1000, 6));
  const auto large = Download(clerk_, file, v1::FILE_COPY_LARGE);
  ASSERT_TRUE(large.ok()) << large.reason();
  const auto large_picture = picture::DecodeJpeg(large.reply.data(), 5'000);
  ASSERT_TRUE(large_picture);
  EXPECT_EQ(large_picture->width, 800);
  EXPECT_EQ(large_picture->height, 1280);
  const auto small = Download(clerk_, file, v1::FILE_COPY_SMALL);
  ASSERT_TRUE(small.ok()) << small.reason();
  EXPECT_EQ(small.reply.content_type(), "image/jpeg");
  const auto picture = picture::DecodeJpeg(small.reply.data(), 5'000);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 200);
  EXPECT_EQ(picture->height, 320);
  using enum picture::Hue;
  EXPECT_EQ(picture::Quarters(*picture), (std::array{kBlue, kRed, kWhite, kGreen}));
  EXPECT_LT(small.reply.data().size(), 20'000u);
}

TEST_F(PhotoCopiesTest, AreMadeOfEveryFormatAndNeverEnlarged) {
  const picture::Raster painting = picture::Painting(300, 200);
  for (const std::string& content :
       {picture::EncodeJpeg(painting), picture::Png(painting), picture::Png(painting, true),
        picture::Webp(painting, false), picture::Webp(painting, true)}) {
    const std::string file = archive().Bring(clerk_, content);
    for (const auto copy : {v1::FILE_COPY_LARGE, v1::FILE_COPY_SMALL}) {
      const auto body = Download(clerk_, file, copy);
      ASSERT_TRUE(body.ok()) << body.reason();
      const auto picture = picture::DecodeJpeg(body.reply.data(), 5'000);
      ASSERT_TRUE(picture);
      EXPECT_EQ(picture->width, 300);
      EXPECT_EQ(picture->height, 200);
      EXPECT_EQ(picture::Quarters(*picture), picture::kUpright);
      EXPECT_EQ(InfoOf(body.reply).file_name(), "地块图.jpg") << "whatever it was";
    }
    EXPECT_EQ(Download(clerk_, file, v1::FILE_COPY_UNSPECIFIED).reply.data(), content);
  }
}

TEST_F(PhotoCopiesTest, AreForThoseWhoMaySeeThePhoto) {
  const std::string file = Hang(Photo(400, 300));
  EXPECT_TRUE(Download(Estate::Clerk(), file, v1::FILE_COPY_SMALL).ok());
  EXPECT_EQ(Download(Estate::Clerk(kFar), file, v1::FILE_COPY_SMALL).reason(), "OUT_OF_SCOPE");
}

TEST_F(PhotoCopiesTest, AreNotThereForWhatIsNoPhotoOrBroken) {
  std::string broken = Photo(400, 300);
  broken.resize(broken.size() / 2);
  for (const std::string& content : {std::string("text"), std::string("GIF89a and more"), broken}) {
    const std::string file = archive().Bring(clerk_, content);
    EXPECT_EQ(Download(clerk_, file, v1::FILE_COPY_SMALL).reason(), "FILE_COPY_NOT_FOUND");
    EXPECT_EQ(Download(clerk_, file, v1::FILE_COPY_UNSPECIFIED).reply.data(), content)
        << "it is a file still";
  }
}

TEST_F(PhotoCopiesTest, TellNothing) {
  const std::string photo = Photo(1600, 1000, 6);
  ASSERT_NE(photo.find(kPlace), photo.npos);
  const std::string file = Hang(photo);
  ASSERT_TRUE(Publish({file}).ok());
  for (const auto copy : {v1::FILE_COPY_UNSPECIFIED, v1::FILE_COPY_PUBLIC, v1::FILE_COPY_LARGE,
                          v1::FILE_COPY_SMALL}) {
    const auto body = DownloadPublic(file, copy);
    ASSERT_TRUE(body.ok()) << body.reason();
    EXPECT_EQ(body.reply.data().find("GPS"), std::string::npos) << copy;
    EXPECT_TRUE(InfoOf(body.reply).immutable());
  }
  const auto body = DownloadPublic(file);
  EXPECT_EQ(body.reply.content_type(), "image/jpeg");
  EXPECT_EQ(InfoOf(body.reply).file_name(), "晒谷场.jpg");
  EXPECT_NE(InfoOf(body.reply).etag(), InfoOf(archive().Download(clerk_, file).reply).etag());
  // The same picture to the last bit, and it says still which way up it is.
  EXPECT_EQ(picture::DecodeJpeg(body.reply.data(), 5'000)->rgb,
            picture::DecodeJpeg(photo, 5'000)->rgb);
  EXPECT_NE(body.reply.data().find("Exif"), std::string::npos);
}

TEST_F(PhotoCopiesTest, AreKeptSealedAndOnce) {
  const std::string file = Hang(Photo(400, 300));
  const std::string again = Hang(Photo(400, 300, 1) + "another end");
  ASSERT_TRUE(Publish({file, again}).ok());
  EXPECT_EQ(InfoOf(DownloadPublic(file).reply).etag(), InfoOf(DownloadPublic(again).reply).etag());
  EXPECT_EQ(archive().Query("SELECT count(DISTINCT copy_sha256) FROM registry.file_copy"), "3");
  EXPECT_EQ(archive().Query("SELECT count(*) FROM registry.blob"), "5");
  EXPECT_EQ(archive().Query("SELECT bool_and(sealed) FROM registry.chunk"), "t");
  EXPECT_EQ(archive().Query("SELECT count(*) FROM registry.chunk WHERE position('JFIF'::bytea IN"
                            " body) > 0"),
            "0");
}

TEST_F(PhotoCopiesTest, ArePublicOnlyWhileSomethingShowsThem) {
  const std::string file = Hang(Photo(400, 300));
  EXPECT_EQ(DownloadPublic(file).reason(), "FILE_NOT_FOUND");
  EXPECT_EQ(DownloadPublic(file, v1::FILE_COPY_SMALL).reason(), "FILE_NOT_FOUND");
  const std::string other = "counties/7/listings/" + NewRequestId();
  ASSERT_TRUE(Publish({file}).ok());
  ASSERT_TRUE(Publish({file}, other).ok());
  ASSERT_TRUE(Publish({}).ok());
  EXPECT_TRUE(DownloadPublic(file).ok()) << "another one shows it still";
  ASSERT_TRUE(Publish({}, other).ok());
  EXPECT_EQ(DownloadPublic(file).reason(), "FILE_NOT_FOUND");
}

TEST_F(PhotoCopiesTest, AreMadePublicOfPhotosOfAssetsOnly) {
  const std::string alone = archive().Bring(clerk_, Photo(40, 30));
  EXPECT_EQ(Publish({alone}).reason(), "FILE_NOT_FOUND") << "no service may see it";
  const auto text = Publish({Hang("a deed")});
  EXPECT_EQ(text.reason(), "FILE_NO_PHOTO");
  EXPECT_EQ(text.metadata("content_type"), "text/plain; charset=utf-8");
  std::string broken = Photo(400, 300);
  broken.resize(broken.size() - 2);
  EXPECT_EQ(Publish({Hang(broken)}).reason(), "FILE_BROKEN");
  EXPECT_EQ(Publish({}, "counties/8/listings/" + NewRequestId()).reason(), "INVALID_FIELD");
}

TEST_F(PhotoCopiesTest, AreNotMadePublicOfWhatIsTooLarge) {
  std::string large = Photo(40, 30);
  const std::string file = Hang(large + Noise(kMostPhotoBytes - large.size()));
  EXPECT_TRUE(Publish({file}).ok()) << "just as large as it may be";
  const std::string larger = Hang(large + Noise(kMostPhotoBytes - large.size() + 1));
  const auto refused = Publish({larger});
  EXPECT_EQ(refused.reason(), "PHOTO_TOO_LARGE");
  EXPECT_EQ(refused.metadata("most"), "33554432");
  EXPECT_EQ(Download(clerk_, larger, v1::FILE_COPY_SMALL).reason(), "FILE_COPY_NOT_FOUND");
}

}  // namespace
}  // namespace qianmo::registry
