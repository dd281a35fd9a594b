// WebP: a RIFF of chunks; VP8X, where it is there, comes first and tells which others there are.
#include "registry/domain/byte_cursor.h"
#include "registry/domain/exif.h"
#include "registry/domain/public_copy.h"
#include "registry/domain/refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::uint8_t kHasExif = 0x08;
constexpr std::uint8_t kHasShown = 0x20 | 0x10 | 0x02;  // colour profile, alpha, frames
constexpr std::size_t kFrameHeader = 16;

struct RiffChunk {
  std::string_view kind;
  std::string_view body;
};

// Nothing where it is broken. Chunks of odd size are followed by one more byte, which some programs
// forget at the end.
std::optional<RiffChunk> TakeRiffChunk(ByteCursor& cursor) {
  const auto kind = cursor.Take(4);
  const auto size = cursor.TakeLittle(4);
  if (!kind || !size) return std::nullopt;
  const auto body = cursor.Take(*size);
  if (!body) return std::nullopt;
  if (*size % 2 == 1) cursor.Take(1);
  return RiffChunk{*kind, *body};
}

void AppendLittle(std::size_t number, std::string* to) {
  for (int shift = 0; shift < 32; shift += 8) to->push_back(static_cast<char>(number >> shift));
}

void AppendRiffChunk(std::string_view kind, std::string_view body, std::string* to) {
  to->append(kind);
  AppendLittle(body.size(), to);
  to->append(body);
  if (body.size() % 2 == 1) to->push_back('\0');
}

// A frame holds chunks of its own.
std::optional<std::string> ShownOfFrame(std::string_view frame) {
  if (frame.size() < kFrameHeader) return std::nullopt;
  std::string shown(frame.substr(0, kFrameHeader));
  ByteCursor cursor(frame.substr(kFrameHeader));
  while (!cursor.rest().empty()) {
    const auto chunk = TakeRiffChunk(cursor);
    if (!chunk) return std::nullopt;
    if (chunk->kind == "ALPH" || chunk->kind == "VP8 " || chunk->kind == "VP8L") {
      AppendRiffChunk(chunk->kind, chunk->body, &shown);
    }
  }
  return shown;
}

struct WebpParts {
  std::string features;  // the body of VP8X
  std::string rest;
  int orientation = 1;
  bool has_picture = false;
};

bool AddRiffChunk(const RiffChunk& chunk, WebpParts* parts) {
  if (chunk.kind == "VP8X") {
    if (chunk.body.size() != 10 || !parts->features.empty() || !parts->rest.empty()) return false;
    parts->features = chunk.body;
    return true;
  }
  if (chunk.kind == "EXIF") {
    constexpr std::string_view kPrefix("Exif\0\0", 6);  // of some programs, not of the format
    const bool prefixed = chunk.body.starts_with(kPrefix);
    parts->orientation = OrientationIn(chunk.body.substr(prefixed ? kPrefix.size() : 0));
    return true;
  }
  if (chunk.kind == "ANMF") {
    const auto frame = ShownOfFrame(chunk.body);
    if (frame) AppendRiffChunk(chunk.kind, *frame, &parts->rest);
    parts->has_picture = true;
    return frame.has_value();
  }
  const bool is_picture = chunk.kind == "VP8 " || chunk.kind == "VP8L";
  parts->has_picture = parts->has_picture || is_picture;
  if (is_picture || chunk.kind == "ALPH" || chunk.kind == "ICCP" || chunk.kind == "ANIM") {
    AppendRiffChunk(chunk.kind, chunk.body, &parts->rest);
  }
  return true;
}

}  // namespace

Result<PublicCopy> PublicWebp(std::string_view content) {
  ByteCursor file(content);
  if (file.Take(4) != std::string_view("RIFF")) return refusals::FileBroken();
  const auto size = file.TakeLittle(4);
  const auto body = size ? file.Take(*size) : std::nullopt;
  if (!body || !body->starts_with("WEBP")) return refusals::FileBroken();
  ByteCursor cursor(body->substr(4));
  WebpParts parts;
  parts.rest.reserve(content.size());
  while (!cursor.rest().empty()) {
    const auto chunk = TakeRiffChunk(cursor);
    if (!chunk || !AddRiffChunk(*chunk, &parts)) return refusals::FileBroken();
  }
  if (!parts.has_picture) return refusals::FileBroken();
  // Without VP8X there can be no EXIF by the format, and readers do not look for it.
  PublicCopy copy{.content = "WEBP", .orientation = parts.features.empty() ? 1 : parts.orientation};
  if (!parts.features.empty()) {
    const auto flags = static_cast<std::uint8_t>(parts.features[0]) & kHasShown;
    parts.features.replace(0, 4, 4, '\0');
    parts.features[0] = static_cast<char>(flags | (copy.orientation != 1 ? kHasExif : 0));
    AppendRiffChunk("VP8X", parts.features, &copy.content);
  }
  copy.content += parts.rest;
  if (copy.orientation != 1) {
    AppendRiffChunk("EXIF", OrientationBlock(copy.orientation), &copy.content);
  }
  std::string head = "RIFF";
  AppendLittle(copy.content.size(), &head);
  copy.content.insert(0, head);
  return copy;
}

}  // namespace qianmo::registry
