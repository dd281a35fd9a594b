// PNG: chunks with length, kind and check sum, from IHDR to IEND.
#include <algorithm>
#include <array>

#include "registry/domain/byte_cursor.h"
#include "registry/domain/exif.h"
#include "registry/domain/public_copy.h"
#include "registry/domain/refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n");

// The picture, its colours and its frames.
constexpr std::array<std::string_view, 17> kShownChunks = {
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "sRGB", "iCCP",
    "cICP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT", "hIST"};

constexpr std::array<std::uint32_t, 256> MakeCrcTable() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t sum = i;
    for (int bit = 0; bit < 8; ++bit) sum = (sum & 1) != 0 ? 0xedb88320u ^ (sum >> 1) : sum >> 1;
    table[i] = sum;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kCrcTable = MakeCrcTable();

std::uint32_t CheckSumOf(std::string_view bytes) {
  std::uint32_t sum = 0xffffffffu;
  for (const char c : bytes)
    sum = kCrcTable[(sum ^ static_cast<std::uint8_t>(c)) & 0xff] ^ sum >> 8;
  return sum ^ 0xffffffffu;
}

void AppendBig(std::uint32_t number, std::string* to) {
  for (int shift = 24; shift >= 0; shift -= 8) to->push_back(static_cast<char>(number >> shift));
}

// `body` is the kind and the data.
void AppendChunk(std::string_view body, std::string* to) {
  AppendBig(static_cast<std::uint32_t>(body.size() - 4), to);
  to->append(body);
  AppendBig(CheckSumOf(body), to);
}

// A chunk's kind and data; nothing where the chunk is broken.
std::optional<std::string_view> TakeChunk(ByteCursor& cursor) {
  const auto length = cursor.TakeBig(4);
  if (!length || *length > 0x7fffffffu) return std::nullopt;
  const auto body = cursor.Take(std::uint64_t{*length} + 4);
  if (!body || cursor.TakeBig(4) != CheckSumOf(*body)) return std::nullopt;
  const bool named = std::ranges::all_of(
      body->substr(0, 4), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
  return named ? body : std::nullopt;
}

}  // namespace

Result<PublicCopy> PublicPng(std::string_view content) {
  ByteCursor cursor(content);
  if (cursor.Take(kPngSignature.size()) != kPngSignature) return refusals::FileBroken();
  const auto header = TakeChunk(cursor);
  if (!header || !header->starts_with("IHDR") || header->size() != 17) {
    return refusals::FileBroken();
  }
  PublicCopy copy;
  std::string rest;
  rest.reserve(content.size());
  for (bool has_data = false;;) {
    const auto chunk = TakeChunk(cursor);
    if (!chunk) return refusals::FileBroken();
    const std::string_view kind = chunk->substr(0, 4);
    if (kind == "eXIf") copy.orientation = OrientationIn(chunk->substr(4));
    const bool is_shown =
        kind != "IHDR" && std::ranges::find(kShownChunks, kind) != kShownChunks.end();
    // Without a part that begins with a capital letter nothing can be shown.
    if (!is_shown && kind[0] <= 'Z') return refusals::FileBroken();
    if (is_shown) AppendChunk(*chunk, &rest);
    has_data = has_data || kind == "IDAT";
    if (kind != "IEND") continue;
    if (!has_data || chunk->size() != 4) return refusals::FileBroken();
    break;
  }
  copy.content = kPngSignature;
  AppendChunk(*header, &copy.content);
  if (copy.orientation != 1) {
    AppendChunk("eXIf" + OrientationBlock(copy.orientation), &copy.content);
  }
  copy.content += rest;
  return copy;
}

}  // namespace qianmo::registry
