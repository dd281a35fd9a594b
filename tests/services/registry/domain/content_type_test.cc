// What a file is, whatever it is called and however it arrives.
#include "registry/domain/content_type.h"

#include <gtest/gtest.h>

#include "services/registry/domain/zip.h"

namespace qianmo::registry {
namespace {

std::string TypeOf(const std::string& content, std::size_t piece = 1 << 20) {
  ContentSniffer sniffer;
  for (std::size_t at = 0; at < content.size(); at += piece) {
    sniffer.Add(std::string_view(content).substr(at, piece));
  }
  return sniffer.Type();
}

struct Content {
  const char* what;
  std::string content;
  const char* type;
};

std::vector<Content> Cases() {
  static constexpr char kBytes[] = "application/octet-stream";
  const std::string zeros(8, '\0');
  return {{"PDF", "%PDF-1.7\n" + zeros, "application/pdf"},
          {"nearly PDF", "%PDF", "text/plain; charset=utf-8"},
          {"JPEG", "\xff\xd8\xff\xe0" + zeros, "image/jpeg"},
          {"nearly JPEG", "\xff\xd8" + zeros, kBytes},
          {"PNG", "\x89PNG\r\n\x1a\n" + zeros, "image/png"},
          {"PNG spoilt on its way", "\x89PNG\n\x1a\n" + zeros, kBytes},
          {"WebP", std::string("RIFF\x10\0\0\0WEBPVP8 ", 16), "image/webp"},
          {"WAV", std::string("RIFF\x10\0\0\0WAVEfmt ", 16), kBytes},
          {"no RIFF", std::string("RIFX\x10\0\0\0WEBPVP8 ", 16), kBytes},
          {"GIF", "GIF89a" + zeros, "image/gif"},
          {"old GIF", "GIF87a" + zeros, "image/gif"},
          {"MP4",
           std::string("\0\0\0\x18"
                       "ftypisom",
                       12) +
               zeros,
           "video/mp4"},
          {"QuickTime",
           std::string("\0\0\0\x18"
                       "ftypqt  ",
                       12) +
               zeros,
           kBytes},
          {"zip", MakeZip({"a.txt"}), "application/zip"},
          {"damaged zip", "PK\x03\x04" + zeros, "application/zip"},
          {"xlsx", MakeZip({"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"}),
           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
          {"docx", MakeZip({"word/document.xml", "[Content_Types].xml"}),
           "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
          {"a zip with something like a sheet", MakeZip({"xl/workbook.xml"}), "application/zip"},
          {"a sheet with macros",
           MakeZip({"[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"}), kBytes},
          {"text", "村民会议\n", "text/plain; charset=utf-8"},
          {"text in GBK", "\xcc\xef\xb5\xd8\r\n", "text/plain; charset=gb18030"},
          {"a page", "<html><script>alert(1)</script>", "text/plain; charset=utf-8"},
          {"a drawing with a script", "<svg onload='x'/>", "text/plain; charset=utf-8"},
          {"UTF-16", std::string("\xff\xfe\x30\x75", 4), kBytes},
          {"a program",
           std::string("\x7f"
                       "ELF\2\1\1\0",
                       8),
           kBytes},
          {"zeros", zeros, kBytes}};
}

TEST(ContentType, IsToldByTheBytes) {
  for (const Content& one : Cases()) EXPECT_EQ(TypeOf(one.content), one.type) << one.what;
}

TEST(ContentType, IsTheSameHoweverTheBytesArrive) {
  for (const Content& one : Cases()) {
    for (const std::size_t piece : {1u, 3u, 7u}) {
      EXPECT_EQ(TypeOf(one.content, piece), one.type) << one.what << " by " << piece;
    }
  }
}

TEST(ContentType, OfALargeSheetIsFoundFromItsEnd) {
  const std::string sheet = MakeZip({"[Content_Types].xml", "xl/workbook.xml"});
  const std::string padded = "PK\x03\x04" + std::string(300'000, 'x') + sheet;
  EXPECT_EQ(TypeOf(padded, 100'000),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

TEST(ContentType, IsShownOnlyWhenItRunsNothing) {
  for (const char* type :
       {"application/pdf", "image/png", "video/mp4", "text/plain; charset=utf-8"}) {
    EXPECT_TRUE(IsShown(type)) << type;
  }
  for (const char* type :
       {"application/octet-stream", "application/zip", "text/html", "image/svg+xml", ""}) {
    EXPECT_FALSE(IsShown(type)) << type;
  }
}

}  // namespace
}  // namespace qianmo::registry
