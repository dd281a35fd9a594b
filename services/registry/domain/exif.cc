#include "registry/domain/exif.h"

#include "registry/domain/byte_cursor.h"

namespace qianmo::registry {
namespace {

constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShort = 3;

}  // namespace

int OrientationIn(std::string_view tiff) {
  const bool little = tiff.starts_with(std::string_view("II*\0", 4));
  if (!little && !tiff.starts_with(std::string_view("MM\0*", 4))) return 1;
  const auto number = [&](ByteCursor& cursor, int bytes) {
    return little ? cursor.TakeLittle(bytes) : cursor.TakeBig(bytes);
  };
  ByteCursor header(tiff.substr(4));
  const auto offset = number(header, 4);
  if (!offset || *offset > tiff.size()) return 1;
  ByteCursor entries(tiff.substr(*offset));
  const auto count = number(entries, 2);
  for (std::uint32_t i = 0; count && i < *count; ++i) {
    const auto bytes = entries.Take(12);
    if (!bytes) return 1;
    ByteCursor entry(*bytes);
    if (number(entry, 2) != kOrientationTag) continue;
    if (number(entry, 2) != kShort || number(entry, 4) != 1u) return 1;
    const auto orientation = number(entry, 2);
    return *orientation >= 1 && *orientation <= 8 ? static_cast<int>(*orientation) : 1;
  }
  return 1;
}

std::string OrientationBlock(int orientation) {
  std::string block("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", 26);
  block[19] = static_cast<char>(orientation);
  return block;
}

}  // namespace qianmo::registry
