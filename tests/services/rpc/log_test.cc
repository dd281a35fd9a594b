#include "rpc/log.h"

#include <thread>
#include <vector>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "base/time_text.h"

namespace qianmo::rpc {
namespace {

using google::protobuf::Struct;
using google::protobuf::util::JsonStringToMessage;
using std::string_literals::operator""s;

TEST(JsonString, EscapesWhatJsonAsksForAndNothingElse) {
  const struct {
    std::string text, json;
  } cases[] = {{"", R"("")"},           {"plain", R"("plain")"},
               {"\"", R"("\"")"},       {"\\", R"("\\")"},
               {"a\nb", R"("a\nb")"},   {"\r\t\b\f", R"("\u000d\u0009\u0008\u000c")"},
               {"\0"s, R"("\u0000")"},  {"\x1f", R"("\u001f")"},
               {" ", R"(" ")"},         {"~\x7f", R"("~\u007f")"},
               {"/<>&'", R"("/<>&'")"}, {"张三 𠮷", R"("张三 𠮷")"}};
  for (const auto& c : cases) EXPECT_EQ(JsonString(c.text), c.json);
}

TEST(JsonString, ReplacesOnlyTheBytesThatAreNoCharacter) {
  const std::string mark = "\xef\xbf\xbd";
  const struct {
    std::string text, json;
  } cases[] = {{"\xff", mark},
               {"a\x80z", "a" + mark + "z"},
               {"张三\xff", "张三" + mark},
               {"张\xe4\xb8", "张" + mark + mark},
               {"\xe4\xb8\n", mark + mark + "\\n"},
               {"\xc0\xaf", mark + mark},
               {"\xed\xa0\x80", mark + mark + mark},
               {"\xf5三", mark + "三"}};
  for (const auto& c : cases) EXPECT_EQ(JsonString(c.text), '"' + c.json + '"');
}

// The text that a JSON reader finds in `json`; fails the test when it finds none.
std::string Read(const std::string& json) {
  Struct object;
  EXPECT_TRUE(JsonStringToMessage("{\"text\":" + json + "}", &object).ok()) << json;
  return object.fields().at("text").string_value();
}

RC_GTEST_PROP(JsonString, IsReadBackAsItWas, (const std::vector<std::string>& pieces)) {
  static const std::string alphabet[] = {"张", "𠮷", "\"", "\\", "\n", "\x01", "\x7f", "é"};
  std::string text;
  for (const auto& piece : pieces) {
    for (const char c : piece) {
      text += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : alphabet[c & 7];
    }
  }
  RC_ASSERT(IsUtf8(text));
  RC_ASSERT(Read(JsonString(text)) == text);
}

RC_GTEST_PROP(JsonString, IsValidForAnyBytes, (const std::vector<std::uint8_t>& bytes)) {
  const std::string json = JsonString(std::string(bytes.begin(), bytes.end()));
  RC_ASSERT(IsUtf8(json));
  RC_ASSERT(json.find('\n') == json.npos);
  Read(json);
}

// The lines that `work` writes to standard error, without their ends.
template <class F>
std::vector<std::string> LinesOf(F&& work) {
  ::testing::internal::CaptureStderr();
  work();
  const std::string text = ::testing::internal::GetCapturedStderr();
  EXPECT_TRUE(text.empty() || text.back() == '\n') << text;
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

TEST(Log, WritesOneLineOfJsonWithStableKeys) {
  const auto lines = LinesOf([] {
    Log(Level::kInfo, "call",
        {{"method", "a.B.C"s},
         {"took_us", std::int64_t{-5}},
         {"large", INT64_MAX},
         {"request", LogField::Json{R"({"name":"***"})"}},
         {"trouble", "line\nline \"quoted\" 张\xff"s}});
  });
  ASSERT_EQ(lines.size(), 1u);
  static const std::string before = "{\"time\":\"",
                           after =
                               R"(","level":"info","event":"call","method":"a.B.C","took_us":-5,)"
                               R"("large":9223372036854775807,"request":{"name":"***"},)"
                               "\"trouble\":\"line\\nline \\\"quoted\\\" 张\xef\xbf\xbd\"}";
  ASSERT_GT(lines[0].size(), before.size() + after.size());
  EXPECT_TRUE(lines[0].starts_with(before)) << lines[0];
  EXPECT_TRUE(lines[0].ends_with(after)) << lines[0];
  Struct object;
  EXPECT_TRUE(JsonStringToMessage(lines[0], &object).ok()) << lines[0];
}

TEST(Log, TellsTheTime) {
  const Time before = SystemClock().Now();
  const auto lines = LinesOf([] { Log(Level::kInfo, "tick", {}); });
  const Time after = SystemClock().Now();
  ASSERT_EQ(lines.size(), 1u);
  Struct object;
  ASSERT_TRUE(JsonStringToMessage(lines[0], &object).ok());
  const auto time = ParseRfc3339(object.fields().at("time").string_value());
  ASSERT_TRUE(time);
  EXPECT_LE(before, *time);
  EXPECT_LE(*time, after);
}

TEST(Log, NamesTheLevel) {
  const auto lines = LinesOf([] {
    Log(Level::kInfo, "one", {});
    Log(Level::kWarning, "two", {});
    Log(Level::kError, "three", {});
  });
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_TRUE(lines[0].ends_with(R"("level":"info","event":"one"})")) << lines[0];
  EXPECT_TRUE(lines[1].ends_with(R"("level":"warning","event":"two"})")) << lines[1];
  EXPECT_TRUE(lines[2].ends_with(R"("level":"error","event":"three"})")) << lines[2];
}

TEST(Log, NeverMixesTheLinesOfThreads) {
  const auto lines = LinesOf([] {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([i] {
        const std::string filling(1'000, static_cast<char>('a' + i));
        for (int n = 0; n < 100; ++n) Log(Level::kInfo, "busy", {{"filling", filling}});
      });
    }
    for (auto& thread : threads) thread.join();
  });
  ASSERT_EQ(lines.size(), 400u);
  for (const auto& line : lines) {
    const std::string filling(1'000, line[line.size() - 3]);
    ASSERT_TRUE(line.ends_with("\"event\":\"busy\",\"filling\":\"" + filling + "\"}")) << line;
  }
}

}  // namespace
}  // namespace qianmo::rpc
