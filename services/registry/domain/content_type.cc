#include "registry/domain/content_type.h"

#include <algorithm>
#include <array>
#include <vector>

#include "registry/domain/zip_names.h"

namespace qianmo::registry {
namespace {

constexpr std::size_t kHead = 16;
constexpr std::size_t kTail = 64 << 10;

constexpr char kUnknown[] = "application/octet-stream";
constexpr char kSheet[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr char kDocument[] =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

struct Magic {
  std::size_t at;
  std::string_view bytes;
  const char* type;
};

constexpr std::array<Magic, 7> kMagics = {{{0, "%PDF-", "application/pdf"},
                                           {0, "\xff\xd8\xff", "image/jpeg"},
                                           {0, "\x89PNG\r\n\x1a\n", "image/png"},
                                           {8, "WEBP", "image/webp"},  // after RIFF and the size
                                           {0, "GIF87a", "image/gif"},
                                           {0, "GIF89a", "image/gif"},
                                           {0, "PK\x03\x04", "application/zip"}}};

// The kinds of MP4 that telephones and browsers make.
constexpr std::array<std::string_view, 9> kFilms = {"isom", "iso2", "iso4", "iso5", "iso6",
                                                    "mp41", "mp42", "avc1", "M4V "};

std::string OfficeType(std::string_view tail) {
  const std::vector<std::string> names = ZipNames(tail);
  const auto has = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (has("xl/vbaProject.bin") || has("word/vbaProject.bin")) return kUnknown;
  if (!has("[Content_Types].xml")) return "application/zip";
  if (has("xl/workbook.xml")) return kSheet;
  if (has("word/document.xml")) return kDocument;
  return "application/zip";
}

bool IsFilm(std::string_view head) {
  return head.size() >= 12 && head.substr(4, 4) == "ftyp" &&
         std::find(kFilms.begin(), kFilms.end(), head.substr(8, 4)) != kFilms.end();
}

}  // namespace

void ContentSniffer::Add(std::string_view piece) {
  if (head_.size() < kHead) head_.append(piece.substr(0, kHead - head_.size()));
  text_.Add(piece);
  if (piece.size() > kTail) piece.remove_prefix(piece.size() - kTail);
  if (tail_.size() + piece.size() > kTail) tail_.erase(0, tail_.size() + piece.size() - kTail);
  tail_.append(piece);
}

std::string ContentSniffer::Type() const {
  for (const Magic& magic : kMagics) {
    if (std::string_view(head_).substr(std::min(magic.at, head_.size())).starts_with(magic.bytes)) {
      if (magic.bytes == "WEBP" && !head_.starts_with("RIFF")) continue;
      const bool archive = magic.type == std::string_view("application/zip");
      return archive ? OfficeType(tail_) : magic.type;
    }
  }
  if (IsFilm(head_)) return "video/mp4";
  if (text_.IsUtf8()) return "text/plain; charset=utf-8";
  if (text_.IsGb18030()) return "text/plain; charset=gb18030";
  return kUnknown;
}

bool IsShown(std::string_view content_type) {
  static constexpr std::array<std::string_view, 8> kShown = {"application/pdf",
                                                             "image/jpeg",
                                                             "image/png",
                                                             "image/webp",
                                                             "image/gif",
                                                             "video/mp4",
                                                             "text/plain; charset=utf-8",
                                                             "text/plain; charset=gb18030"};
  return std::find(kShown.begin(), kShown.end(), content_type) != kShown.end();
}

}  // namespace qianmo::registry
