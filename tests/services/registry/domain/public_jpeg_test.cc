// The segments of a JPEG: which are kept, in which order they may come.
#include <gtest/gtest.h>

#include "registry/domain/exif.h"
#include "registry/domain/public_copy.h"
#include "services/registry/domain/photo.h"

namespace qianmo::registry {
namespace {

const std::string kStart = "\xff\xd8";
const std::string kEnd = "\xff\xd9";
const std::string kFrame = JpegSegment(0xc0, "frame");
const std::string kScan = JpegSegment(0xda, "scan") + "data";

TEST(PublicJpeg, KeepsThePictureItsColoursAndItsOrientation) {
  const std::string exif = JpegSegment(0xe1, std::string("Exif\0\0", 6) + OrientationBlock(6));
  EXPECT_EQ(PublicJpeg(TellingJpeg(6)).value().content,
            kStart + JpegSegment(0xe0, std::string("JFIF\0\1\2\1\0\x48\0\x48\0\0", 14)) + exif +
                JpegSegment(0xe2, std::string("ICC_PROFILE\0\1\1profile", 21)) +
                JpegSegment(0xee, std::string("Adobe\0\x64\0\0\0\0\1", 12)) +
                JpegSegment(0xdb, "tables") + kFrame + JpegSegment(0xc4, "huffman") +
                JpegSegment(0xda, "scan") + std::string("da\xff\0ta\xff\xd0more", 12) +
                JpegSegment(0xda, "scan2") + "data2" + kEnd);
  EXPECT_EQ(PublicJpeg(TellingJpeg(1)).value().content.find("Exif"), std::string::npos);
}

TEST(PublicJpeg, IsMadeOfTheFirstPictureOnly) {
  const std::string first = kStart + kFrame + kScan + kEnd;
  EXPECT_EQ(PublicJpeg(first + first).value().content, first) << "as phones add a second one";
}

TEST(PublicJpeg, RefusesWhatNoDecoderTakes) {
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"another format", "\x89PNG"},
      {"no frame", kStart + kScan + kEnd},
      {"no scan", kStart + kFrame + kEnd},
      {"two frames", kStart + kFrame + kFrame + kScan + kEnd},
      {"no end", kStart + kFrame + kScan},
      {"a start within", kStart + kStart + kFrame + kScan + kEnd},
      {"a restart outside of data", kStart + "\xff\xd0" + kFrame + kScan + kEnd},
      {"no marker", kStart + "x" + kFrame + kScan + kEnd},
      {"a reserved marker", kStart + JpegSegment(0x02, "x") + kFrame + kScan + kEnd},
      {"a hierarchy", kStart + JpegSegment(0xde, "x") + kFrame + kScan + kEnd}};
  for (const auto& [what, photo] : cases) EXPECT_FALSE(PublicJpeg(photo).ok()) << what;
}

}  // namespace
}  // namespace qianmo::registry
