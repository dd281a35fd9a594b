#include "pg/reader.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qianmo/test/v1/reading.pb.h"
#include "services/pg/scratch.h"

namespace qianmo::pg {
namespace {

using ::qianmo::test::v1::Reading;
using ::testing::HasSubstr;
namespace proto = ::qianmo::test::v1;

class ReadRowTest : public ::testing::Test {
 protected:
  Reading Read(const std::string& select) {
    return ReadOne<Reading>(scratch_.database.Execute("SELECT " + select)).value();
  }
  std::string ErrorOf(const std::string& select) {
    try {
      Read(select);
    } catch (const ColumnError& error) {
      return error.what();
    }
    return "no error";
  }

  Scratch scratch_;
};

TEST_F(ReadRowTest, FillsEveryKindOfField) {
  const Reading read = Read(
      "-2147483648 AS small, -9223372036854775808 AS large, 4294967295 AS small_unsigned,"
      " 18446744073709551615 AS large_unsigned, true AS active, '阡陌' AS name,"
      " '\\x00ff'::bytea AS seal, 'COLOR_RED' AS color,"
      " '1969-12-31 23:59:59.75+00'::timestamptz AS create_time, '2024-02-29'::date AS day,"
      " 7 AS \"person.county_id\", 'West' AS \"person.place.town\", '' AS nickname, 3 AS number");
  EXPECT_EQ(read.small(), INT32_MIN);
  EXPECT_EQ(read.large(), INT64_MIN);
  EXPECT_EQ(read.small_unsigned(), UINT32_MAX);
  EXPECT_EQ(read.large_unsigned(), UINT64_MAX);
  EXPECT_TRUE(read.active());
  EXPECT_EQ(read.name(), "阡陌");
  EXPECT_EQ(read.seal(), std::string("\0\xff", 2));
  EXPECT_EQ(read.color(), proto::COLOR_RED);
  EXPECT_EQ(read.create_time().seconds(), -1);
  EXPECT_EQ(read.create_time().nanos(), 750'000'000);
  EXPECT_EQ(read.day().year(), 2024);
  EXPECT_EQ(read.day().month(), 2);
  EXPECT_EQ(read.day().day(), 29);
  EXPECT_EQ(read.person().county_id(), 7);
  EXPECT_EQ(read.person().place().town(), "West");
  EXPECT_TRUE(read.has_nickname());
  EXPECT_EQ(read.choice_case(), Reading::kNumber);
}

TEST_F(ReadRowTest, LeavesTheFieldOfANullUnset) {
  const Reading read = Read(
      "NULL AS nickname, NULL AS \"person.place.town\", NULL AS create_time, NULL AS tags,"
      " NULL AS word, 1 AS small");
  EXPECT_FALSE(read.has_nickname());
  EXPECT_FALSE(read.has_person());
  EXPECT_FALSE(read.has_create_time());
  EXPECT_EQ(read.tags_size(), 0);
  EXPECT_EQ(read.choice_case(), Reading::CHOICE_NOT_SET);
}

TEST_F(ReadRowTest, FillsRepeatedFieldsFromJson) {
  const Reading read = Read(
      "(SELECT json_agg(t ORDER BY t) FROM unnest(ARRAY['a\"b', '阡']) t) AS tags,"
      " json_build_array(9223372036854775807, '-1') AS numbers, '[true, false]' AS flags,"
      " to_json(ARRAY['\\x00'::bytea]) AS seals, '[\"COLOR_GREEN\", 1]' AS colors,"
      " to_json(ARRAY['2024-02-29 01:02:03.5+00'::timestamptz]) AS times,"
      " to_json(ARRAY['2024-02-29'::date]) AS days,"
      " (SELECT json_agg(r) FROM (VALUES ('East', 3), (NULL, 4)) r(town, households)) AS places");
  EXPECT_THAT(read.tags(), ::testing::ElementsAre("a\"b", "阡"));
  EXPECT_THAT(read.numbers(), ::testing::ElementsAre(INT64_MAX, -1));
  EXPECT_THAT(read.flags(), ::testing::ElementsAre(true, false));
  EXPECT_THAT(read.seals(), ::testing::ElementsAre(std::string("\0", 1)));
  EXPECT_THAT(read.colors(), ::testing::ElementsAre(proto::COLOR_GREEN, proto::COLOR_RED));
  EXPECT_EQ(read.times(0).seconds(), 1709168523);
  EXPECT_EQ(read.times(0).nanos(), 500'000'000);
  EXPECT_EQ(read.days(0).day(), 29);
  ASSERT_EQ(read.places_size(), 2);
  EXPECT_EQ(read.places(0).town(), "East");
  EXPECT_EQ(read.places(1).town(), "");
  EXPECT_EQ(read.places(1).households(), 4);
}

TEST_F(ReadRowTest, FillsRepeatedFieldsFromSqlArrays) {
  const Reading read = Read(
      "ARRAY['a', 'b,c'] AS tags, ARRAY[1, 2] AS numbers, ARRAY['\\x01'::bytea] AS seals,"
      " '{}'::boolean[] AS flags, ARRAY['{\"town\":\"East\"}'::json] AS places");
  EXPECT_THAT(read.tags(), ::testing::ElementsAre("a", "b,c"));
  EXPECT_THAT(read.numbers(), ::testing::ElementsAre(1, 2));
  EXPECT_THAT(read.seals(), ::testing::ElementsAre("\x01"));
  EXPECT_EQ(read.flags_size(), 0);
  EXPECT_EQ(read.places(0).town(), "East");
}

TEST_F(ReadRowTest, FillsNestedMessagesFromJsonObjects) {
  const Reading read = Read(
      "json_build_object('county_id', 7, 'place', json_build_object('town', 'East'),"
      " 'homes', json_build_array(json_build_object('households', 2))) AS person");
  EXPECT_EQ(read.person().county_id(), 7);
  EXPECT_EQ(read.person().place().town(), "East");
  EXPECT_EQ(read.person().homes(0).households(), 2);
}

TEST_F(ReadRowTest, TakesANameOfExactlySixtyThreeBytes) {
  const std::string name = "a_name_that_is_just_as_long_as_the_names_of_columns_ever_can_be";
  const auto read = Read("'here' AS " + name);
  EXPECT_EQ(read.a_name_that_is_just_as_long_as_the_names_of_columns_ever_can_be(), "here");
}

TEST_F(ReadRowTest, NamesTheColumnOfEveryError) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"1 AS nonsense", "column nonsense is no field"},
      {"NULL AS nonsense", "column nonsense is no field"},
      {"1 AS \"person.nonsense\"", "column person.nonsense is no field"},
      {"1 AS \"small.deeper\"", "column small.deeper is no field"},
      {"1 AS \"places.town\"", "column places.town leads through a repeated field"},
      {"'x' AS a_name_that_is_longer_than_what_the_names_of_columns_ever_can_be",
       "cuts names at 63 bytes"},
      {"2147483648 AS small", "column small"},
      {"-2147483649 AS small", "column small"},
      {"4294967296 AS small_unsigned", "column small_unsigned"},
      {"-1 AS large_unsigned", "column large_unsigned"},
      {"9223372036854775808 AS large", "column large"},
      {"1.5 AS large", "column large"},
      {"'maybe' AS active", "column active"},
      {"'COLOR_BLUE' AS color", "column color is no value of the enum"},
      {"3 AS color", "column color is no value of the enum"},
      {"'plain' AS seal", "column seal is not a bytea"},
      {"'infinity'::timestamptz AS create_time", "column create_time is not a finite timestamptz"},
      {"'-infinity'::date AS day", "column day is not a finite date"},
      {"1.5 AS ratio", "column ratio feeds a floating-point field"},
      {"'East' AS person", "column person is not a JSON object"},
      {"'{}'::json AS tags", "no error"},  // an empty SQL array looks the same
      {"'null'::json AS tags", "column tags is not a JSON array"},
      {"'[1]'::json AS tags", "column tags holds a JSON number or boolean for text"},
      {"'[null]'::json AS tags", "column tags holds null"},
      {"ARRAY[NULL]::text[] AS tags", "column tags holds a NULL element"},
      {"'[\"true\"]'::json AS flags", "column flags holds JSON text for a boolean"},
      {"'[{}]'::json AS numbers", "column numbers holds a JSON object for a plain value"},
      {"'[{\"street\":1}]'::json AS places", "column places.street"},
      {"'[{\"households\":2147483648}]'::json AS places", "column places.households"},
      {"'[1' AS tags", "column tags is not JSON"},
  };
  for (const auto& [select, error] : table) {
    EXPECT_THAT(ErrorOf(select), HasSubstr(error)) << select;
  }
}

TEST_F(ReadRowTest, NeverRepeatsTheValueInAnError) {
  EXPECT_THAT(ErrorOf("'13812345678' AS day"), ::testing::Not(HasSubstr("138")));
}

TEST_F(ReadRowTest, ReadsNoRowsAsNothing) {
  const auto none = scratch_.database.Execute("SELECT 1 AS small WHERE false");
  EXPECT_FALSE(ReadOne<Reading>(none));
}

TEST_F(ReadRowTest, RefusesToReadOneOfSeveral) {
  const auto two = scratch_.database.Execute("SELECT generate_series(1, 2) AS small");
  EXPECT_THROW(ReadOne<Reading>(two), Trouble);
}

TEST_F(ReadRowTest, ReadsAllRowsInOrder) {
  google::protobuf::RepeatedPtrField<Reading> rows;
  ReadAll(scratch_.database.Execute("SELECT generate_series(1, 3) AS small"), &rows);
  ReadAll(scratch_.database.Execute("SELECT 4 AS small"), &rows);
  ASSERT_EQ(rows.size(), 4);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(rows[i].small(), i + 1);
}

}  // namespace
}  // namespace qianmo::pg
