#include "gateway/transcode/content.h"

#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

TEST(ParseRange, TakesOneRangeOfBytes) {
  const auto both = ParseRange("bytes=2-5");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->first, 2U);
  EXPECT_EQ(both->last, 5U);
  EXPECT_FALSE(ParseRange("bytes=2-")->last);
  EXPECT_FALSE(ParseRange("bytes=-5")->first);
  for (const char* no :
       {"", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=1-2,4-5", "items=0-1", "bytes=a-b",
        "bytes=1--2", "bytes= 1 -2", "bytes=-1-2", "bytes=99999999999999999999999-"}) {
    EXPECT_FALSE(ParseRange(no)) << no;
  }
}

TEST(Resolve, CutsTheRangeToTheContent) {
  const struct {
    const char* header;
    std::uint64_t total;
    int first;  // -1: not satisfiable
    int size;
  } cases[] = {
      {"bytes=0-0", 10, 0, 1},  {"bytes=0-9", 10, 0, 10},   {"bytes=0-99", 10, 0, 10},
      {"bytes=9-9", 10, 9, 1},  {"bytes=10-10", 10, -1, 0}, {"bytes=9-", 10, 9, 1},
      {"bytes=10-", 10, -1, 0}, {"bytes=-1", 10, 9, 1},     {"bytes=-99", 10, 0, 10},
      {"bytes=-0", 10, -1, 0},  {"bytes=0-", 0, -1, 0},     {"bytes=-5", 0, -1, 0},
  };
  for (const auto& one : cases) {
    const auto span = Resolve(*ParseRange(one.header), one.total);
    EXPECT_EQ(span.has_value(), one.first >= 0) << one.header;
    if (!span) continue;
    EXPECT_EQ(span->first, static_cast<std::uint64_t>(one.first)) << one.header;
    EXPECT_EQ(span->size, static_cast<std::uint64_t>(one.size)) << one.header;
  }
}

TEST(NamesTag, ComparesWeakly) {
  for (const char* yes : {"\"a1\"", "W/\"a1\"", "\"x\", \"a1\"", "*", " \"a1\" "}) {
    EXPECT_TRUE(NamesTag(yes, "a1")) << yes;
  }
  for (const char* no : {"", "a1", "\"a\"", "\"a12\"", "\"A1\"", "\"x\",\"y\""}) {
    EXPECT_FALSE(NamesTag(no, "a1")) << no;
  }
}

TEST(RangeHolds, NeedsTheSameStrongTag) {
  EXPECT_TRUE(RangeHolds("", "a"));
  EXPECT_TRUE(RangeHolds("\"a\"", "a"));
  EXPECT_FALSE(RangeHolds("W/\"a\"", "a"));
  EXPECT_FALSE(RangeHolds("\"b\"", "a"));
  EXPECT_FALSE(RangeHolds("Fri, 20 Nov 2026 08:00:00 GMT", "a"));
}

TEST(Disposition, KeepsChineseNamesAndFallsBackToAscii) {
  EXPECT_EQ(Disposition("会议通知.pdf", true),
            "inline; filename=\"____.pdf\"; "
            "filename*=UTF-8''%E4%BC%9A%E8%AE%AE%E9%80%9A%E7%9F%A5.pdf");
  EXPECT_EQ(Disposition("a\"b\\c\r\nd/e%.txt", false),
            "attachment; filename=\"a_b_c__d_e_.txt\"; "
            "filename*=UTF-8''a%22b%5Cc%0D%0Ad%2Fe%25.txt");
  EXPECT_EQ(Disposition("", false), "attachment");
}

TEST(ContentHeaders, ShowNothingThatCouldRun) {
  rpc::v1::ContentInfo info;
  info.set_shown(true);
  info.set_etag("v1");
  const struct {
    const char* type;
    bool shown;
  } cases[] = {
      {"application/pdf", true},
      {"image/png", true},
      {"text/plain; charset=utf-8", true},
      {"IMAGE/JPEG", true},
      {"text/html", false},
      {"image/svg+xml", false},
      {"text/xml", false},
      {"text/javascript", false},
      {"application/xhtml+xml", false},
      {"", false},
  };
  for (const auto& one : cases) {
    const Headers headers = ContentHeaders(one.type, info);
    EXPECT_EQ(headers.Get("Content-Disposition"), one.shown ? "inline" : "attachment") << one.type;
    EXPECT_EQ(headers.Get("ETag"), "\"v1\"");
  }
  info.set_shown(false);
  EXPECT_EQ(ContentHeaders("application/pdf", info).Get("Content-Disposition"), "attachment");
}

TEST(ContentHeaders, LetNoUpstreamTextBreakTheHead) {
  rpc::v1::ContentInfo info;
  info.set_etag("a\"\r\nX: y");
  const Headers headers = ContentHeaders("text/plain\r\nX: y", info);
  EXPECT_EQ(headers.Get("Content-Type"), "application/octet-stream");
  EXPECT_EQ(headers.Get("ETag"), "");
  EXPECT_EQ(headers.Get("Cache-Control"), "private, no-cache");
  info.set_immutable(true);
  EXPECT_NE(ContentHeaders("a/b", info).Get("Cache-Control").find("immutable"), std::string::npos);
}

}  // namespace
}  // namespace qianmo::gateway
