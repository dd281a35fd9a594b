// The chunks of a PNG: which are kept, and that their sums are right.
#include <gtest/gtest.h>

#include "registry/domain/exif.h"
#include "registry/domain/public_copy.h"
#include "services/registry/domain/photo.h"

namespace qianmo::registry {
namespace {

const std::string kPngStart = "\x89PNG\r\n\x1a\n" + PngChunk("IHDR", "thirteenbytes");
const std::string kPngData = PngChunk("IDAT", "data");
const std::string kPngEnd = PngChunk("IEND", "");

TEST(PublicPng, KeepsThePictureItsColoursAndItsOrientation) {
  EXPECT_EQ(PublicPng(TellingPng(3)).value().content,
            kPngStart + PngChunk("eXIf", OrientationBlock(3)) + PngChunk("gAMA", "1234") +
                kPngData + PngChunk("IDAT", "more") + kPngEnd);
  EXPECT_EQ(PublicPng(TellingPng(1)).value().content.find("eXIf"), std::string::npos);
}

TEST(PublicPng, RefusesWhatNoDecoderTakes) {
  std::string wrong_sum = PngChunk("IDAT", "data");
  wrong_sum.back() ^= 1;
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"another format", "\xff\xd8\xff"},
      {"a short header", "\x89PNG\r\n\x1a\n" + PngChunk("IHDR", "short") + kPngData + kPngEnd},
      {"data before the header", "\x89PNG\r\n\x1a\n" + kPngData + kPngEnd},
      {"no data", kPngStart + kPngEnd},
      {"no end", kPngStart + kPngData},
      {"an end with something in it", kPngStart + kPngData + PngChunk("IEND", "x")},
      {"two headers", kPngStart + PngChunk("IHDR", "thirteenbytes") + kPngData + kPngEnd},
      {"a wrong sum", kPngStart + wrong_sum + kPngEnd},
      {"a part that nobody knows but needs", kPngStart + PngChunk("CgBI", "") + kPngData + kPngEnd},
      {"a part without a name", kPngStart + PngChunk("a1bc", "") + kPngData + kPngEnd}};
  for (const auto& [what, photo] : cases) EXPECT_FALSE(PublicPng(photo).ok()) << what;
}

}  // namespace
}  // namespace qianmo::registry
