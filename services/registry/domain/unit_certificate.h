// Certificates of units (股权证): what stands on one, and the bytes that its hash is of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/share.h"
#include "registry/domain/unit_kind.h"

namespace qianmo::registry {

struct CertificateLine {
  UnitKind kind = UnitKind::kMember;
  Units held = {};
  Units frozen = {};
  Units pledged = {};

  bool operator==(const CertificateLine&) const = default;
};

struct CertificateText {
  std::string number;
  std::string collective;        // its name
  std::string household_number;  // within the collective
  std::string head;              // the name of its head
  Date as_of;
  std::vector<CertificateLine> lines;  // in the order of the kinds, nothing that is zero

  bool operator==(const CertificateText&) const = default;
};

// "990007-GQ-00000012": the code of the county, and a number without gaps.
std::string CertificateNumber(std::string_view county_code, std::int64_t serial);

// One form for one content: the fields in their order, each with its length before it.
std::string CanonicalBytes(const CertificateText& text);

// What the QR carries besides the number, so that nobody finds certificates by counting: the first
// 16 hexadecimal digits of the hash.
std::string CheckCodeOf(std::string_view sha256_hex);

// 成员股, …
std::string_view ChineseName(UnitKind kind);
// 400 hundredths are "4", 450 "4.5", 405 "4.05".
std::string SharesText(Units units);

}  // namespace qianmo::registry
