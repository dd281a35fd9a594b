// The certificate as its readers see it: text, picture, QR.
#include "registry/print/unit_certificate_press.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/print/proof.h"

namespace qianmo::registry::print {
namespace {

using namespace qianmo::print;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

CertificatePaper APaper() {
  return {.text = {.number = "990007-GQ-00000012",
                   .collective = "青石镇大塘村股份经济合作社",
                   .household_number = "3-017",
                   .head = "王德福",
                   .as_of = std::chrono::sys_days(2026y / 11 / 20),
                   .lines = {{UnitKind::kMember, Units(400), Units(), Units()},
                             {UnitKind::kLabour, Units(125), Units(25), Units(100)},
                             {UnitKind::kLand, Units(350), Units(), Units()},
                             {UnitKind::kAsset, Units(1505), Units(), Units()}}},
          .issue_date = std::chrono::sys_days(2026y / 11 / 20),
          .sha256 = std::string(16, 'a') + std::string(48, 'b'),
          .verify_url =
              "https://qianmo.example.cn/verify/units?county=7&number=990007-GQ-00000012"
              "&code=aaaaaaaaaaaaaaaa"};
}

TEST(UnitCertificatePress, SaysWhatIsHeldOnOnePage) {
  const auto pdf = PrintUnitCertificate(APaper());
  ASSERT_TRUE(pdf) << pdf.refusal().message;
  const auto pages = TextOf(*pdf);
  ASSERT_EQ(pages.size(), 1u);
  const std::string text = Tight(pages[0]);
  for (const char* words : {"股权证", "大塘村股份经济合作社", "990007-GQ-00000012", "王德福",
                            "3-017", "成员股", "劳龄股", "冻结0.25股", "质押1股", "15.05", "23.8股",
                            "2026年11月20日", "aaaaaaaaaaaaaaaa"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
  EXPECT_THAT(text, Not(HasSubstr("补打")));
}

TEST(UnitCertificatePress, HasAQrThatATelephoneReads) {
  const auto pdf = PrintUnitCertificate(APaper());
  EXPECT_THAT(ReadQrCodes(Render(*pdf, 1, 150)), ElementsAre(APaper().verify_url));
}

TEST(UnitCertificatePress, TellsAReprintAndHasNoQrWithoutASite) {
  CertificatePaper paper = APaper();
  paper.print_number = 3;
  paper.verify_url.clear();
  const auto pdf = PrintUnitCertificate(paper);
  ASSERT_TRUE(pdf);
  EXPECT_THAT(Tight(TextOf(*pdf)[0]), HasSubstr("补打，第3次打印"));
  EXPECT_TRUE(ReadQrCodes(Render(*pdf, 1, 150)).empty());
}

TEST(UnitCertificatePress, GivesTheSameBytesAgain) {
  EXPECT_EQ(*PrintUnitCertificate(APaper()), *PrintUnitCertificate(APaper()));
}

TEST(UnitCertificatePress, FitsTheLongestNamesAndRefusesWhatNobodyCanPrint) {
  CertificatePaper paper = APaper();
  for (int i = 0; i < 10; ++i) paper.text.collective += "股份经济合作社";
  paper.text.head = "阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒阿卜杜勒";
  const auto pdf = PrintUnitCertificate(paper);
  ASSERT_TRUE(pdf);
  EXPECT_EQ(TextOf(*pdf).size(), 1u);
  paper.text.head = "\xff";
  EXPECT_EQ(PrintUnitCertificate(paper).refusal().reason, "INVALID_UTF8");
}

}  // namespace
}  // namespace qianmo::registry::print
