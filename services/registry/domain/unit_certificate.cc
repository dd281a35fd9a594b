#include "registry/domain/unit_certificate.h"

#include "base/time_text.h"

namespace qianmo::registry {
namespace {

constexpr std::size_t kSerialDigits = 8;
constexpr std::size_t kCheckCodeDigits = 16;

void AppendSized(std::string_view field, std::string* bytes) {
  *bytes += std::to_string(field.size()) + ":";
  *bytes += field;
  *bytes += '\n';
}

}  // namespace

std::string CertificateNumber(std::string_view county_code, std::int64_t serial) {
  std::string digits = std::to_string(serial);
  if (digits.size() < kSerialDigits) digits.insert(0, kSerialDigits - digits.size(), '0');
  return std::string(county_code) + "-GQ-" + digits;
}

std::string CanonicalBytes(const CertificateText& text) {
  std::string bytes = "qianmo.unit_certificate.1\n";
  AppendSized(text.number, &bytes);
  AppendSized(text.collective, &bytes);
  AppendSized(text.household_number, &bytes);
  AppendSized(text.head, &bytes);
  AppendSized(FormatIsoDate(text.as_of), &bytes);
  for (const CertificateLine& line : text.lines) {
    bytes += std::to_string(static_cast<int>(line.kind)) + " " + std::to_string(line.held.count()) +
             " " + std::to_string(line.frozen.count()) + " " +
             std::to_string(line.pledged.count()) + "\n";
  }
  return bytes;
}

std::string CheckCodeOf(std::string_view sha256_hex) {
  return std::string(sha256_hex.substr(0, kCheckCodeDigits));
}

std::string_view ChineseName(UnitKind kind) {
  switch (kind) {
    case UnitKind::kMember:
      return "成员股";
    case UnitKind::kCollective:
      return "集体股";
    case UnitKind::kLabour:
      return "劳龄股";
    case UnitKind::kLand:
      return "土地股";
    case UnitKind::kAsset:
      return "资产股";
  }
  return "";
}

std::string SharesText(Units units) {
  const std::string sign = units < Units() ? "-" : "";
  const std::int64_t count = units < Units() ? -units.count() : units.count();
  std::string text = sign + std::to_string(count / kUnitsPerShare);
  const std::int64_t rest = count % kUnitsPerShare;
  if (rest == 0) return text;
  std::string decimals = std::to_string(kUnitsPerShare + rest).substr(1);
  if (decimals.back() == '0') decimals.pop_back();
  return text + "." + decimals;
}

}  // namespace qianmo::registry
