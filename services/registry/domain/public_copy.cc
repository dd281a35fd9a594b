#include "registry/domain/public_copy.h"

namespace qianmo::registry {

std::optional<PhotoFormat> PhotoFormatOf(std::string_view content_type) {
  if (content_type == "image/jpeg") return PhotoFormat::kJpeg;
  if (content_type == "image/png") return PhotoFormat::kPng;
  if (content_type == "image/webp") return PhotoFormat::kWebp;
  return std::nullopt;
}

Result<PublicCopy> MakePublicCopy(PhotoFormat format, std::string_view content) {
  switch (format) {
    case PhotoFormat::kJpeg:
      return PublicJpeg(content);
    case PhotoFormat::kPng:
      return PublicPng(content);
    case PhotoFormat::kWebp:
      break;
  }
  return PublicWebp(content);
}

}  // namespace qianmo::registry
