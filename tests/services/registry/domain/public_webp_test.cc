// The chunks of a WebP: which are kept, and that VP8X tells of no others.
#include <gtest/gtest.h>

#include "registry/domain/exif.h"
#include "registry/domain/public_copy.h"
#include "services/registry/domain/photo.h"

namespace qianmo::registry {
namespace {

std::string Features(char flags) {
  return RiffChunk("VP8X", flags + std::string("\0\0\0\x0f\0\0\x0f\0\0", 9));
}

TEST(PublicWebp, KeepsThePictureItsColoursAndItsOrientation) {
  const std::string shown =
      RiffChunk("ICCP", "profile") + RiffChunk("ANIM", "sixbyt") +
      RiffChunk("ANMF", std::string(16, '\x01') + RiffChunk("VP8L", "picture"));
  EXPECT_EQ(PublicWebp(TellingWebp(8)).value().content,
            Webp(Features(0x3a) + shown + RiffChunk("EXIF", OrientationBlock(8))));
  EXPECT_EQ(PublicWebp(TellingWebp(1)).value().content, Webp(Features(0x32) + shown));
}

TEST(PublicWebp, UnderstandsExifAsSomeProgramsWriteIt) {
  const std::string exif = std::string("Exif\0\0", 6) + ExifOf(6, true);
  const auto copy =
      PublicWebp(Webp(Features(0x08) + RiffChunk("VP8 ", "picture") + RiffChunk("EXIF", exif)));
  EXPECT_EQ(copy.value().orientation, 6);
}

TEST(PublicWebp, OfASimpleOneIsSimple) {
  const std::string simple = Webp(RiffChunk("VP8 ", "picture"));
  EXPECT_EQ(PublicWebp(simple).value().content, simple);
  const std::string exif = RiffChunk("EXIF", ExifOf(6));
  EXPECT_EQ(PublicWebp(Webp(RiffChunk("VP8 ", "picture") + exif)).value().content, simple);
}

TEST(PublicWebp, RefusesWhatNoDecoderTakes) {
  const std::string picture = RiffChunk("VP8 ", "picture");
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"another format", "RIFF\x04"},
      {"sound", "RIFF" + std::string("\x04\0\0\0WAVE", 8)},
      {"no picture", Webp(Features(0))},
      {"features that come late", Webp(picture + Features(0))},
      {"features twice", Webp(Features(0) + Features(0) + picture)},
      {"short features", Webp(RiffChunk("VP8X", "short") + picture)},
      {"a frame without header", Webp(Features(2) + RiffChunk("ANMF", "short"))},
      {"a broken frame", Webp(Features(2) + RiffChunk("ANMF", std::string(16, '\0') + "VP8 "))}};
  for (const auto& [what, photo] : cases) EXPECT_FALSE(PublicWebp(photo).ok()) << what;
}

}  // namespace
}  // namespace qianmo::registry
