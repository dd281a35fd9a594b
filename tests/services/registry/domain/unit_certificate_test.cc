// Certificates: numbers, and bytes that differ whenever the content does.
#include "registry/domain/unit_certificate.h"

#include <set>

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

using namespace std::chrono_literals;

CertificateText ACertificate() {
  return {.number = "990007-GQ-00000012",
          .collective = "青石村股份经济合作社",
          .household_number = "001",
          .head = "李大有",
          .as_of = std::chrono::sys_days(2026y / 11 / 20),
          .lines = {{UnitKind::kMember, Units(400), Units(), Units(100)}}};
}

TEST(CertificateNumber, HasTheCountyAndEightDigits) {
  EXPECT_EQ(CertificateNumber("990007", 12), "990007-GQ-00000012");
  EXPECT_EQ(CertificateNumber("990007", 123'456'789), "990007-GQ-123456789");
}

TEST(CanonicalBytes, AreWrittenDown) {
  EXPECT_EQ(CanonicalBytes(ACertificate()),
            "qianmo.unit_certificate.1\n"
            "18:990007-GQ-00000012\n"
            "30:青石村股份经济合作社\n"
            "3:001\n"
            "9:李大有\n"
            "10:2026-11-20\n"
            "1 400 0 100\n");
}

TEST(CanonicalBytes, DifferWithEveryField) {
  std::set<std::string> seen{CanonicalBytes(ACertificate())};
  std::vector<CertificateText> others(8, ACertificate());
  others[0].number += "0";
  others[1].collective += "\n3";
  others[2].household_number = "002";
  others[3].head = "李大";
  others[4].as_of += std::chrono::days(1);
  others[5].lines[0].kind = UnitKind::kLand;
  others[6].lines[0].held = Units(40);
  others[7].lines.push_back({UnitKind::kLand, Units(1), Units(), Units()});
  for (const CertificateText& other : others) {
    EXPECT_TRUE(seen.insert(CanonicalBytes(other)).second);
  }
}

TEST(SharesText, IsTheShortestExactForm) {
  EXPECT_EQ(SharesText(Units(400)), "4");
  EXPECT_EQ(SharesText(Units(450)), "4.5");
  EXPECT_EQ(SharesText(Units(405)), "4.05");
  EXPECT_EQ(SharesText(Units(5)), "0.05");
  EXPECT_EQ(SharesText(Units(-150)), "-1.5");
}

TEST(ChineseName, HasOneForEveryKind) {
  std::set<std::string_view> names;
  for (const UnitKind kind : kUnitKinds) names.insert(ChineseName(kind));
  EXPECT_EQ(names.size(), kUnitKinds.size());
  EXPECT_EQ(CheckCodeOf("0123456789abcdef0123"), "0123456789abcdef");
}

}  // namespace
}  // namespace qianmo::registry
