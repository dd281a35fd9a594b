// What everybody may see of a photo: its picture, and nothing that tells where, when and by whom
// it was taken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace qianmo::registry {

// A larger one is kept as it is, and nothing is made of it.
inline constexpr std::int64_t kMostPhotoBytes = 32 << 20;

enum class PhotoFormat { kJpeg, kPng, kWebp };

// By the content type; nothing for what is no photo.
std::optional<PhotoFormat> PhotoFormatOf(std::string_view content_type);

struct PublicCopy {
  std::string content;
  int orientation = 1;  // as in exif.h; the content says so, too
};

// The picture is the same to the last bit, in the same colours and the same way up. Of everything
// else only what is needed to show it is kept: EXIF, XMP, IPTC, comments, previews, unknown parts
// and what lies behind the end are left out. Refuses FILE_BROKEN for what does not follow its
// format. Takes the memory of two more of the content.
Result<PublicCopy> MakePublicCopy(PhotoFormat format, std::string_view content);

// One for each format.
Result<PublicCopy> PublicJpeg(std::string_view content);
Result<PublicCopy> PublicPng(std::string_view content);
Result<PublicCopy> PublicWebp(std::string_view content);

}  // namespace qianmo::registry
