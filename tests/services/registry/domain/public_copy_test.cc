// What everybody may see of a photo holds its picture and nothing else, and whatever is broken is
// refused by name.
#include "registry/domain/public_copy.h"

#include <random>

#include <gtest/gtest.h>

#include "registry/domain/byte_cursor.h"
#include "registry/domain/exif.h"
#include "services/registry/domain/photo.h"

namespace qianmo::registry {
namespace {

struct Telling {
  PhotoFormat format;
  std::string (*photo)(int orientation);
};

constexpr Telling kTelling[] = {{PhotoFormat::kJpeg, TellingJpeg},
                                {PhotoFormat::kPng, TellingPng},
                                {PhotoFormat::kWebp, TellingWebp}};

TEST(PublicCopy, IsOfPhotosOnly) {
  EXPECT_EQ(PhotoFormatOf("image/jpeg"), PhotoFormat::kJpeg);
  EXPECT_EQ(PhotoFormatOf("image/png"), PhotoFormat::kPng);
  EXPECT_EQ(PhotoFormatOf("image/webp"), PhotoFormat::kWebp);
  for (const char* type : {"image/gif", "application/pdf", "text/plain; charset=utf-8", ""}) {
    EXPECT_EQ(PhotoFormatOf(type), std::nullopt) << type;
  }
}

TEST(PublicCopy, TellsNothing) {
  for (const Telling& telling : kTelling) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const std::string photo = telling.photo(orientation);
      ASSERT_NE(photo.find(kWhere), photo.npos);
      const auto copy = MakePublicCopy(telling.format, photo);
      ASSERT_TRUE(copy.ok()) << static_cast<int>(telling.format) << " " << orientation;
      EXPECT_EQ(copy->content.find(kWhere), copy->content.npos);
      EXPECT_EQ(copy->content.find("GPS"), copy->content.npos);
      EXPECT_EQ(copy->orientation, orientation);
    }
  }
}

TEST(PublicCopy, OfACopyIsTheSame) {
  for (const Telling& telling : kTelling) {
    for (const int orientation : {1, 6}) {
      const auto once = MakePublicCopy(telling.format, telling.photo(orientation));
      const auto twice = MakePublicCopy(telling.format, once.value().content);
      EXPECT_EQ(once->content, twice.value().content);
      EXPECT_EQ(twice->orientation, orientation) << "it stays the right way up";
    }
  }
}

TEST(PublicCopy, RefusesWhatEndsEarly) {
  for (const Telling& telling : kTelling) {
    std::string whole = MakePublicCopy(telling.format, telling.photo(6)).value().content;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // A buffer of just this size, so that a look beyond its end is seen by the sanitizer.
      const auto copy = MakePublicCopy(telling.format, std::string(whole.data(), size));
      ASSERT_FALSE(copy.ok()) << static_cast<int>(telling.format) << " " << size;
      EXPECT_EQ(copy.refusal().reason, "FILE_BROKEN");
    }
    EXPECT_FALSE(MakePublicCopy(telling.format, std::string(1'000, '\0')).ok());
    EXPECT_FALSE(MakePublicCopy(telling.format, std::string(1'000, '\xff')).ok());
  }
}

// Whatever comes, it is refused or copied; what is copied never tells.
TEST(PublicCopy, SurvivesAnything) {
  std::mt19937 random(20261128);
  for (const Telling& telling : kTelling) {
    const std::string whole = telling.photo(6);
    for (int i = 0; i < 20'000; ++i) {
      std::string spoilt = whole;
      const int changes = 1 + static_cast<int>(random() % 4);
      for (int k = 0; k < changes; ++k) {
        spoilt[random() % spoilt.size()] = static_cast<char>(random());
      }
      if (random() % 4 == 0) spoilt.resize(random() % spoilt.size());
      const auto copy = MakePublicCopy(telling.format, std::string(spoilt.data(), spoilt.size()));
      if (copy.ok()) {
        EXPECT_LE(copy->content.size(), spoilt.size() + 64);
        EXPECT_TRUE(MakePublicCopy(telling.format, copy->content).ok());
      } else {
        EXPECT_EQ(copy.refusal().reason, "FILE_BROKEN");
      }
    }
  }
}

TEST(PublicCopy, RefusesLengthsBeyondTheEnd) {
  for (const std::uint32_t length : {0u, 1u, 0xffffu}) {
    std::string jpeg = TellingJpeg(1);
    jpeg[4] = static_cast<char>(length >> 8);
    jpeg[5] = static_cast<char>(length);
    EXPECT_FALSE(PublicJpeg(jpeg).ok()) << length;
  }
  for (const char top : {'\x7f', '\xff'}) {
    std::string png = TellingPng(1);
    png[33] = top;
    EXPECT_FALSE(PublicPng(png).ok());
    std::string webp = TellingWebp(1);
    webp[7] = top;
    EXPECT_FALSE(PublicWebp(webp).ok());
    webp = TellingWebp(1);
    webp[19] = top;
    EXPECT_FALSE(PublicWebp(webp).ok());
  }
}

TEST(ByteCursor, TakesNothingWhereThereIsLess) {
  ByteCursor cursor("abc");
  EXPECT_EQ(cursor.TakeBig(4), std::nullopt);
  EXPECT_EQ(cursor.TakeLittle(2), 0x6261u);
  EXPECT_EQ(cursor.TakeBig(2), std::nullopt);
  EXPECT_EQ(cursor.Take(1), "c");
  EXPECT_EQ(cursor.Take(0), "");
  EXPECT_EQ(cursor.Take(~0ull), std::nullopt);
}

}  // namespace
}  // namespace qianmo::registry
