#include "pg/value.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "pg/row.h"
#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using namespace std::string_literals;
using std::chrono::sys_days;
using std::chrono::year;

std::string Written(const Param& param) { return param.text().value_or("NULL"); }

TEST(Param, WritesEveryTypeAsPostgresReadsIt) {
  const Uuid uuid = *Uuid::Parse("0192f0c4-7c1a-7abc-8def-0123456789ab");
  EXPECT_EQ(Written(std::int64_t{-9223372036854775807 - 1}), "-9223372036854775808");
  EXPECT_EQ(Written(std::uint64_t{18446744073709551615u}), "18446744073709551615");
  EXPECT_EQ(Written(std::int16_t{-1}), "-1");
  EXPECT_EQ(Written(true), "t");
  EXPECT_EQ(Written(false), "f");
  EXPECT_EQ(Written("阡陌"), "阡陌");
  EXPECT_EQ(Written(std::string_view()), "");
  EXPECT_EQ(Written(uuid), "0192f0c4-7c1a-7abc-8def-0123456789ab");
  EXPECT_EQ(Written(Id<struct Thing>{uuid}), "0192f0c4-7c1a-7abc-8def-0123456789ab");
  EXPECT_EQ(Written(CountyId{7}), "7");
  EXPECT_EQ(Written(Time(std::chrono::microseconds(-1))), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(Written(sys_days(year(2024) / 2 / 29)), "2024-02-29");
  EXPECT_EQ(Written(Bytes{"\0\xff"s}), "\\x00ff");
  EXPECT_EQ(Written(std::optional<int>()), "NULL");
  EXPECT_EQ(Written(std::optional<int>(3)), "3");
  EXPECT_EQ(Written(std::nullopt), "NULL");
}

TEST(Param, TakesNeitherFloatingPointNorPointersNorSingleCharacters) {
  static_assert(!std::is_convertible_v<double, Param>);
  static_assert(!std::is_convertible_v<float, Param>);
  static_assert(!std::is_convertible_v<int*, Param>);
  static_assert(!std::is_convertible_v<char, Param>);
}

TEST(Param, RefusesTextThatPostgresWouldCutOrReject) {
  EXPECT_THROW(Param("a\0b"s), std::invalid_argument);
  EXPECT_THROW(Param("\xff"), std::invalid_argument);
  EXPECT_THROW(Param(Array<std::string>({"fine", "not\0fine"s})), std::invalid_argument);
}

TEST(Param, RefusesTimesOutsideTheYearsOneToNineThousand) {
  EXPECT_EQ(Written(sys_days(year(1) / 1 / 1)), "0001-01-01");
  EXPECT_EQ(Written(sys_days(year(9999) / 12 / 31)), "9999-12-31");
  EXPECT_THROW(Param(sys_days(year(0) / 12 / 31)), std::out_of_range);
  EXPECT_THROW(Param(Time(sys_days(year(10000) / 1 / 1))), std::out_of_range);
}

TEST(Array, QuotesWhatTheLiteralWouldMisread) {
  EXPECT_EQ(Array<std::string>({}).literal(), "{}");
  EXPECT_EQ(Array<std::string>({"", "NULL", "a\"b\\c", "{,}"}).literal(),
            R"({"","NULL","a\"b\\c","{,}"})");
  EXPECT_EQ(Array(std::vector<std::optional<int>>{1, std::nullopt}).literal(), R"({"1",NULL})");
  EXPECT_EQ(Array(std::vector<bool>{true, false}).literal(), R"({"t","f"})");
}

// Sends a value of type T to the server as SQL type `type` and reads it back.
template <class T>
typename Column<T>::Type RoundTrip(Scratch& scratch, const std::string& type, const Param& param) {
  return *Transact(scratch.pool, Soon(), [&](Transaction& tx) -> Result<typename Column<T>::Type> {
    return Get<T>(tx.Run("SELECT $1::" + type + " AS it", param).front(), "it");
  });
}

TEST(Array, ComesBackFromTheServerUnchanged) {
  Scratch scratch;
  const std::vector<std::optional<std::string>> nasty = {
      "",       "NULL",      "null", " ",  "{",    "}", ",",    "\"",        "\\",
      "\\\\\"", "a\nb\tc\r", "'",    "$1", "阡陌", "😀", "\x01", std::nullopt};
  EXPECT_EQ(RoundTrip<std::vector<std::optional<std::string>>>(scratch, "text[]", Array(nasty)),
            nasty);
  const std::vector<Uuid> uuids = {Uuid(), Uuid::Make(Time(std::chrono::hours(500000)))};
  EXPECT_EQ(RoundTrip<std::vector<Uuid>>(scratch, "uuid[]", Array(uuids)), uuids);
  const std::vector<std::int64_t> numbers = {INT64_MIN, -1, 0, INT64_MAX};
  EXPECT_EQ(RoundTrip<std::vector<std::int64_t>>(scratch, "bigint[]", Array(numbers)), numbers);
  const std::vector<Time> times = {Time(), Time(std::chrono::microseconds(-1))};
  EXPECT_EQ(RoundTrip<std::vector<Time>>(scratch, "timestamptz[]", Array(times)), times);
  const std::vector<bool> flags = {true, false};
  EXPECT_EQ(RoundTrip<std::vector<bool>>(scratch, "boolean[]", Array(flags)), flags);
  const std::vector<std::string> bytes = {"", "\0\"\\"s, "\xff"};
  const std::vector<Bytes> views(bytes.begin(), bytes.end());
  EXPECT_EQ(RoundTrip<std::vector<Bytes>>(scratch, "bytea[]", Array(views)), bytes);
  EXPECT_TRUE(RoundTrip<std::vector<int>>(scratch, "int[]", Array(std::vector<int>())).empty());
}

TEST(Param, ComesBackFromTheServerUnchanged) {
  Scratch scratch;
  const Time time(std::chrono::microseconds(1'700'000'000'123'456));
  EXPECT_EQ(RoundTrip<Time>(scratch, "timestamptz", time), time);
  const Date date(sys_days(year(2024) / 2 / 29));
  EXPECT_EQ(RoundTrip<Date>(scratch, "date", date), date);
  EXPECT_EQ(RoundTrip<Bytes>(scratch, "bytea", Bytes{"\0\x01\xfe\\"s}), "\0\x01\xfe\\"s);
  EXPECT_EQ(RoundTrip<std::optional<int>>(scratch, "int", std::nullopt), std::nullopt);
  EXPECT_EQ(RoundTrip<CountyId>(scratch, "int", CountyId{42}), CountyId{42});
  EXPECT_TRUE(RoundTrip<bool>(scratch, "boolean", true));
}

RC_GTEST_PROP(Array, ReadsBackWhatItWrote, (const std::vector<std::string>& texts)) {
  std::vector<std::string> ascii = texts;
  for (auto& text : ascii) {
    for (char& c : text) c = static_cast<char>(1 + static_cast<unsigned char>(c) % 127);
  }
  const auto read = ParseArray(Array(ascii).literal());
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->size() == ascii.size());
  for (std::size_t i = 0; i < ascii.size(); ++i) RC_ASSERT((*read)[i] == ascii[i]);
}

}  // namespace
}  // namespace qianmo::pg
