// JPEG: segments, each but the first and the last with its length, and after some of them data in
// which a marker cannot occur.
#include "registry/domain/byte_cursor.h"
#include "registry/domain/exif.h"
#include "registry/domain/public_copy.h"
#include "registry/domain/refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::uint8_t kStartOfScan = 0xda;
constexpr std::uint8_t kEndOfImage = 0xd9;

bool StartsFrame(std::uint8_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// Tables, restart intervals, numbers of lines: what a decoder needs besides frames and scans.
bool ServesDecoder(std::uint8_t marker) {
  return marker == 0xc4 || marker == 0xcc || (marker >= 0xdb && marker <= 0xdd);
}

// Applications' own, extensions, comments.
bool IsBeside(std::uint8_t marker) { return marker >= 0xe0 && marker <= 0xfe; }

std::string Segment(std::uint8_t marker, std::string_view body) {
  const std::size_t length = body.size() + 2;
  std::string segment = {'\xff', static_cast<char>(marker), static_cast<char>(length >> 8),
                         static_cast<char>(length)};
  return segment.append(body);
}

// The next marker, over any number of bytes that fill up before it.
std::optional<std::uint8_t> TakeMarker(ByteCursor& cursor) {
  if (cursor.TakeBig(1) != 0xffu) return std::nullopt;
  for (auto next = cursor.TakeBig(1); next; next = cursor.TakeBig(1)) {
    if (*next != 0xff) return static_cast<std::uint8_t>(*next);
  }
  return std::nullopt;
}

// Up to the next marker; restarts are part of the data.
std::optional<std::string_view> TakeScanData(ByteCursor& cursor) {
  const std::string_view rest = cursor.rest();
  for (std::size_t at = rest.find('\xff'); at != rest.npos && at + 1 < rest.size();
       at = rest.find('\xff', at + 2)) {
    const auto next = static_cast<std::uint8_t>(rest[at + 1]);
    const bool goes_on = next == 0 || (next >= 0xd0 && next <= 0xd7);
    if (!goes_on) return cursor.Take(at);
  }
  return std::nullopt;
}

// What of it is shown: density without preview, colour profile, colour transform.
std::string KeptBeside(std::uint8_t marker, std::string_view body) {
  constexpr std::string_view kJfif("JFIF\0", 5);
  constexpr std::string_view kProfile("ICC_PROFILE\0", 12);
  if (marker == 0xe0 && body.starts_with(kJfif) && body.size() >= 14) {
    return Segment(marker, std::string(body.substr(0, 12)) + std::string(2, '\0'));
  }
  if (marker == 0xe2 && body.starts_with(kProfile)) return Segment(marker, body);
  if (marker == 0xee && body.starts_with("Adobe") && body.size() >= 12) {
    return Segment(marker, body.substr(0, 12));
  }
  return "";
}

struct JpegParts {
  std::string density;  // comes first
  std::string rest;
  std::optional<int> orientation;
  bool has_frame = false;
  bool has_scan = false;
};

void AddBeside(std::uint8_t marker, std::string_view body, JpegParts* parts) {
  constexpr std::string_view kExif("Exif\0\0", 6);
  if (marker == 0xe1 && body.starts_with(kExif) && !parts->orientation) {
    parts->orientation = OrientationIn(body.substr(kExif.size()));
  }
  const std::string kept = KeptBeside(marker, body);
  if (marker != 0xe0) {
    parts->rest += kept;
  } else if (parts->density.empty()) {
    parts->density = kept;
  }
}

// Whether the segment may stand where it does.
bool AddSegment(ByteCursor& cursor, std::uint8_t marker, JpegParts* parts) {
  const auto length = cursor.TakeBig(2);
  if (!length || *length < 2) return false;
  const auto body = cursor.Take(*length - 2);
  if (!body) return false;
  if (IsBeside(marker)) {
    AddBeside(marker, *body, parts);
    return true;
  }
  const bool is_frame = StartsFrame(marker);
  const bool is_scan = marker == kStartOfScan;
  if (!is_frame && !is_scan && !ServesDecoder(marker)) return false;
  if (is_frame && parts->has_frame) return false;
  if (is_scan && !parts->has_frame) return false;
  parts->rest += Segment(marker, *body);
  parts->has_frame = parts->has_frame || is_frame;
  if (!is_scan) return true;
  parts->has_scan = true;
  const auto data = TakeScanData(cursor);
  if (data) parts->rest += *data;
  return data.has_value();
}

}  // namespace

Result<PublicCopy> PublicJpeg(std::string_view content) {
  ByteCursor cursor(content);
  if (cursor.Take(2) != std::string_view("\xff\xd8")) return refusals::FileBroken();
  JpegParts parts;
  parts.rest.reserve(content.size());
  for (;;) {
    const auto marker = TakeMarker(cursor);
    if (!marker) return refusals::FileBroken();
    if (*marker == kEndOfImage) break;
    if (!AddSegment(cursor, *marker, &parts)) return refusals::FileBroken();
  }
  if (!parts.has_scan) return refusals::FileBroken();
  PublicCopy copy{.content = "\xff\xd8" + parts.density,
                  .orientation = parts.orientation.value_or(1)};
  if (copy.orientation != 1) {
    copy.content += Segment(0xe1, std::string("Exif\0\0", 6) + OrientationBlock(copy.orientation));
  }
  copy.content += parts.rest;
  copy.content += "\xff\xd9";
  return copy;
}

}  // namespace qianmo::registry
