#include "registry/photo_copies.h"

#include "picture/decode.h"
#include "picture/encode.h"
#include "picture/shrinker.h"
#include "registry/domain/public_copy.h"
#include "registry/domain/refusals.h"
#include "registry/file_copy_store.h"

namespace qianmo::registry {
namespace {

constexpr int kLargeSide = 1280;
constexpr int kSmallSide = 320;

std::optional<picture::Raster> DecodePhoto(PhotoFormat format, std::string_view content) {
  switch (format) {
    case PhotoFormat::kJpeg:
      return picture::DecodeJpeg(content, kLargeSide);
    case PhotoFormat::kPng:
      return picture::DecodePng(content, kLargeSide);
    case PhotoFormat::kWebp:
      break;
  }
  return picture::DecodeWebp(content, kLargeSide);
}

std::string WholeContent(pg::Transaction& tx, const rpc::Call& call, const ContentRow& photo) {
  return ReadContent(tx, *call.keyring(), call.county(), photo.sha256, 0, photo.size);
}

// Decoders see the public copy only: less of what a stranger wrote reaches them.
std::optional<picture::Raster> LargePicture(pg::Transaction& tx, const rpc::Call& call,
                                            const ContentRow& photo, PhotoFormat format) {
  const auto copy = MakePublicCopy(format, WholeContent(tx, call, photo));
  if (!copy) return std::nullopt;
  const auto lying = DecodePhoto(format, copy->content);
  if (!lying) return std::nullopt;
  return picture::Turned(*lying, copy->orientation);
}

}  // namespace

void KeepSmallerPictures(pg::Transaction& tx, const rpc::Call& call, const Uuid& account,
                         const ContentRow& photo) {
  const auto format = PhotoFormatOf(photo.content_type);
  if (!format || photo.size > kMostPhotoBytes) return;
  if (HasFileCopy(tx, call.county(), photo.sha256, v1::FILE_COPY_SMALL)) return;
  const auto large = LargePicture(tx, call, photo, *format);
  if (!large) return;
  const auto keep = [&](v1::FileCopy kind, const picture::Raster& picture) {
    const std::string file = picture::EncodeJpeg(picture);
    AddFileCopy(
        tx, *call.keyring(), call.county(), account,
        {.photo = photo.sha256, .kind = kind, .content_type = "image/jpeg", .content = file},
        call.now());
  };
  keep(v1::FILE_COPY_LARGE, *large);
  keep(v1::FILE_COPY_SMALL, picture::Shrunk(*large, kSmallSide));
}

Result<Done> KeepPublicCopy(pg::Transaction& tx, const rpc::Call& call, const Uuid& account,
                            const ContentRow& photo) {
  const auto format = PhotoFormatOf(photo.content_type);
  if (!format) return refusals::FileNoPhoto(photo.content_type);
  if (photo.size > kMostPhotoBytes) return refusals::PhotoTooLarge(kMostPhotoBytes);
  if (HasFileCopy(tx, call.county(), photo.sha256, v1::FILE_COPY_PUBLIC)) return Done{};
  QM_ASSIGN(const PublicCopy copy, MakePublicCopy(*format, WholeContent(tx, call, photo)));
  AddFileCopy(tx, *call.keyring(), call.county(), account,
              {.photo = photo.sha256,
               .kind = v1::FILE_COPY_PUBLIC,
               .content_type = photo.content_type,
               .content = copy.content},
              call.now());
  return Done{};
}

}  // namespace qianmo::registry
