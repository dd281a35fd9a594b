#include "print/qr_code.h"

#include <gtest/gtest.h>

#include "services/print/proof.h"

namespace qianmo::print {
namespace {

std::string Page(const std::string& link, double size) {
  std::string pdf;
  Document document(Info(), [&](std::string_view bytes) { pdf += bytes; });
  DrawQrCode(document.NewPage(300, 300), link, 50, 50, size);
  document.Finish();
  return pdf;
}

TEST(DrawQrCode, IsReadBackAtEveryLength) {
  for (const std::size_t length : {1u, 50u, 120u, 300u}) {
    const std::string link = "https://a.cn/" + std::string(length, 'x');
    EXPECT_EQ(ReadQrCodes(Render(Page(link, 150), 1, 200)), std::vector<std::string>({link}));
  }
}

TEST(DrawQrCode, LeavesAQuietZoneOfFourModules) {
  const Picture picture = Render(Page("https://a.cn/x", 100), 1, 72);
  const double module = 100.0 / (21 + 8);  // 14 bytes take version 1, 21 modules wide
  int first_dark = 0;
  for (int y = 50; y < 150 && first_dark == 0; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (picture.At(x, y) < 128) {
        first_dark = y;
        break;
      }
    }
  }
  EXPECT_NEAR(first_dark, 50 + 4 * module, 1.1);
}

TEST(DrawQrCode, SurvivesAStain) {
  Picture picture = Render(Page("https://qianmo.example.cn/activate?letter=7-000123", 150), 1, 200);
  const int middle = static_cast<int>((50 + 75) * 200 / 72.0);
  for (int y = middle; y < middle + 45; ++y) {
    for (int x = middle; x < middle + 45; ++x) {
      picture.grey[static_cast<std::size_t>(y * picture.width + x)] = '\0';
    }
  }
  EXPECT_EQ(ReadQrCodes(picture).size(), 1u);
}

TEST(CheckQrLink, TakesOneToThreeHundredPlainCharacters) {
  EXPECT_TRUE(CheckQrLink("x"));
  EXPECT_TRUE(CheckQrLink(std::string(300, 'x')));
  for (const std::string& link : {std::string(), std::string(301, 'x'), std::string("https://a/村"),
                                  std::string("a b"), std::string("a\nb")}) {
    const auto checked = CheckQrLink(link);
    ASSERT_FALSE(checked) << link;
    EXPECT_EQ(checked.refusal().reason, "LINK_TOO_LONG");
  }
}

}  // namespace
}  // namespace qianmo::print
