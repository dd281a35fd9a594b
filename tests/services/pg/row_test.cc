#include "pg/row.h"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using testing::HasSubstr;

std::string ErrorOf(const std::function<void()>& read) {
  try {
    read();
  } catch (const ColumnError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Get, ReadsEveryType) {
  Scratch scratch;
  const auto result = scratch.database.Execute(
      "SELECT (-32768)::smallint AS small, 9223372036854775807 AS large, true AS yes, '阡'::text AS"
      " text, '0192f0c4-7c1a-7abc-8def-0123456789ab'::uuid AS id, '1970-01-01 00:00:00.5+00'::"
      "timestamptz AS time, '1970-01-02'::date AS day, '\\x00ff'::bytea AS bytes, NULL::int AS"
      " nothing, ARRAY['a', NULL]::text[] AS texts");
  const auto row = result.front();
  EXPECT_EQ(Get<std::int16_t>(row, "small"), -32768);
  EXPECT_EQ(Get<std::int64_t>(row, "large"), INT64_MAX);
  EXPECT_TRUE(Get<bool>(row, "yes"));
  EXPECT_EQ(Get<std::string>(row, "text"), "阡");
  EXPECT_EQ(Get<Uuid>(row, "id").ToString(), "0192f0c4-7c1a-7abc-8def-0123456789ab");
  EXPECT_EQ(Get<Id<struct Thing>>(row, "id").uuid, Get<Uuid>(row, "id"));
  EXPECT_EQ(Get<Time>(row, "time"), Time(std::chrono::milliseconds(500)));
  EXPECT_EQ(Get<Date>(row, "day"), Date(std::chrono::days(1)));
  EXPECT_EQ(Get<Bytes>(row, "bytes"), std::string("\0\xff", 2));
  EXPECT_EQ(Get<std::optional<int>>(row, "nothing"), std::nullopt);
  EXPECT_EQ(Get<std::optional<std::string>>(row, "text"), "阡");
  EXPECT_THAT((Get<std::vector<std::optional<std::string>>>(row, "texts")),
              testing::ElementsAre("a", std::nullopt));
}

TEST(Get, NamesTheColumnThatDoesNotFit) {
  Scratch scratch;
  const auto result = scratch.database.Execute(
      "SELECT 32768 AS too_large, -1 AS negative, NULL::int AS nothing, 'x'::text AS text,"
      " 'infinity'::timestamptz AS forever, 'infinity'::date AS doomsday,"
      " ARRAY['a', NULL]::text[] AS holed, '{{1},{2}}'::int[] AS deep");
  const auto row = result.front();
  const std::vector<std::pair<std::string, std::function<void()>>> table = {
      {"too_large", [&] { Get<std::int16_t>(row, "too_large"); }},
      {"negative", [&] { Get<std::uint32_t>(row, "negative"); }},
      {"nothing", [&] { Get<int>(row, "nothing"); }},
      {"text", [&] { Get<int>(row, "text"); }},
      {"text", [&] { Get<bool>(row, "text"); }},
      {"text", [&] { Get<Uuid>(row, "text"); }},
      {"text", [&] { Get<Bytes>(row, "text"); }},
      {"forever", [&] { Get<Time>(row, "forever"); }},
      {"doomsday", [&] { Get<Date>(row, "doomsday"); }},
      {"holed", [&] { Get<std::vector<std::string>>(row, "holed"); }},
      {"deep", [&] { Get<std::vector<int>>(row, "deep"); }},
      {"missing", [&] { Get<int>(row, "missing"); }},
      {"missing", [&] { Get<std::optional<int>>(row, "missing"); }},
  };
  for (const auto& [column, read] : table) {
    EXPECT_THAT(ErrorOf(read), HasSubstr("column " + column));
  }
}

TEST(ParseArray, RefusesWhatIsNoArrayLiteral) {
  for (const char* text : {"", "{", "}", "a", "{a", "{a,}", "{,a}", "{\"a}", "{\"a\\", "{a}b",
                           "{{a}}", "{\"a\"b}", "{a}}"}) {
    EXPECT_FALSE(ParseArray(text)) << text;
  }
}

TEST(ParseBytes, RefusesWhatIsNoHex) {
  for (const char* text : {"", "\\", "\\x0", "\\x0g", "00", "\\X00"}) {
    EXPECT_FALSE(ParseBytes(text)) << text;
  }
}

}  // namespace
}  // namespace qianmo::pg
