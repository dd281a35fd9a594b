#include "gateway/transcode/query.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "gateway/transcode/field_text.h"
#include "gateway/transcode/percent.h"
#include "gateway/transcode/route_table.h"
#include "qianmo/test/v1/transcode.pb.h"

namespace qianmo::gateway {
namespace {

using test::v1::EveryKind;

const Route& RouteOf(const std::string& method, const std::string& path) {
  static const RouteTable table(
      {google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          "qianmo.test.v1.StageService")});
  return *table.Match(method, path).route;
}

const Route& Plain() { return RouteOf("GET", "/t/stage/echo"); }

TEST(ReadQuery, FillsEveryKindOfField) {
  EveryKind message;
  const auto read = ReadQuery(
      "int32_field=-1&int64Field=9007199254740993&uint64_field=18446744073709551615&bool_field="
      "true&"
      "string_field=a%20b+c%26d&bytes_field=AAH_&color=COLOR_RED&colors=1&colors=COLOR_GREEN&"
      "part.text=x&part.below.numbers=1&part.below.numbers=2&strings=a&strings=&int64s=5&"
      "time=2026-11-20T08:00:00Z&wait=1.5s&mask=a.fooBar&wrapped_number=7&wrappedText=t&"
      "wrapped_flag=false&perhaps=0&double_field=1e3&float_field=NaN&anotherName=r&second=3&"
      "times=2026-11-20T08:00:00Z&sint32_field=5.0&&",
      Plain(), &message);
  ASSERT_TRUE(read) << read.refusal().message;
  EXPECT_EQ(message.int32_field(), -1);
  EXPECT_EQ(message.int64_field(), 9007199254740993);
  EXPECT_EQ(message.uint64_field(), 18446744073709551615U);
  EXPECT_TRUE(message.bool_field());
  EXPECT_EQ(message.string_field(), "a b c&d");
  EXPECT_EQ(message.bytes_field(), std::string("\x00\x01\xFF", 3));
  EXPECT_EQ(message.colors_size(), 2);
  EXPECT_EQ(message.colors(1), EveryKind::COLOR_GREEN);
  EXPECT_EQ(message.part().text(), "x");
  EXPECT_EQ(message.part().below().numbers_size(), 2);
  EXPECT_EQ(message.strings_size(), 2);
  EXPECT_EQ(message.time().seconds(), 1795161600);
  EXPECT_EQ(message.wait().nanos(), 500'000'000);
  EXPECT_EQ(message.mask().paths(0), "a.foo_bar");
  EXPECT_EQ(message.wrapped_number().value(), 7);
  EXPECT_TRUE(message.has_wrapped_flag());
  EXPECT_TRUE(message.has_perhaps());
  EXPECT_EQ(message.renamed(), "r");
  EXPECT_EQ(message.second(), 3);
  EXPECT_EQ(message.sint32_field(), 5);
}

TEST(ReadQuery, RefusesAndNamesTheParameter) {
  const struct {
    const char* query;
    const char* name;
  } cases[] = {
      {"nope=1", "nope"},
      {"part.nope=1", "part.nope"},
      {"part=1", "part"},
      {"parts.text=1", "parts.text"},
      {"by_name.a=1", "by_name.a"},
      {"object=1", "object"},
      {"any=1", "any"},
      {"time.seconds=1", "time.seconds"},
      {"string_field.x=1", "string_field.x"},
      {".=1", "."},
      {"part.=1", "part."},
      {"=1", ""},
      {"int32_field=", "int32_field"},
      {"int32_field=x", "int32_field"},
      {"int32_field=2147483648", "int32_field"},
      {"int32_field=%201", "int32_field"},
      {"bool_field=1", "bool_field"},
      {"bool_field", "bool_field"},
      {"color=RED", "color"},
      {"bytes_field=*", "bytes_field"},
      {"time=now", "time"},
      {"int32_field=1&int32Field=2", "int32Field"},
      {"first=a&second=1", "second"},
  };
  for (const auto& one : cases) {
    EveryKind message;
    const auto read = ReadQuery(one.query, Plain(), &message);
    ASSERT_FALSE(read) << one.query;
    EXPECT_EQ(read.refusal().reason, "INVALID_FIELD") << one.query;
    EXPECT_EQ(read.refusal().fields.at(0).path, one.name) << one.query;
  }
  for (const char* broken : {"a=%", "%zz=1", "a=%FF", "a=%00"}) {
    EveryKind message;
    const auto read = ReadQuery(broken, Plain(), &message);
    ASSERT_FALSE(read) << broken;
    EXPECT_EQ(read.refusal().reason, "QUERY_INVALID") << broken;
  }
}

TEST(ReadQuery, LeavesWhatPathAndBodyHold) {
  EveryKind message;
  const Route& with_path = RouteOf("GET", "/t/part/a/of/7");
  EXPECT_FALSE(ReadQuery("part.text=b", with_path, &message));
  EXPECT_FALSE(ReadQuery("int64_field=8", with_path, &message));
  EXPECT_TRUE(ReadQuery("part.numbers=8", with_path, &message));
  EXPECT_FALSE(ReadQuery("int32_field=1", RouteOf("POST", "/t/stage:echo"), &message));
  test::v1::UpdateRequest update;
  const Route& patch = RouteOf("PATCH", "/t/shelves/1/things/2");
  EXPECT_FALSE(ReadQuery("thing.title=a", patch, &update));
  EXPECT_TRUE(ReadQuery("update_mask=title&etag=e", patch, &update));
}

RC_GTEST_PROP(ReadQuery, SurvivesAnyBytes, (const std::string& bytes)) {
  EveryKind message;
  for (const std::string& query : {bytes, "string_field=" + bytes, bytes + "=1", "time=" + bytes}) {
    const auto read = ReadQuery(query, Plain(), &message);
    if (!read) RC_ASSERT(read.refusal().kind == Refusal::Kind::kInvalid);
  }
}

RC_GTEST_PROP(ReadQuery, KeepsAnyText, (const std::vector<std::uint16_t>& points)) {
  std::string text;
  for (const std::uint16_t point : points) text += static_cast<char>('!' + point % 90);
  EveryKind message;
  RC_ASSERT(ReadQuery("string_field=" + PercentEncode(text), Plain(), &message).ok());
  RC_ASSERT(message.string_field() == text);
}

RC_GTEST_PROP(SetFieldFromText, KeepsAnyWholeNumber, (std::int64_t number)) {
  EveryKind message;
  std::string problem;
  const auto* field = EveryKind::descriptor()->FindFieldByName("int64_field");
  RC_ASSERT(SetFieldFromText(&message, field, std::to_string(number), &problem));
  RC_ASSERT(message.int64_field() == number);
}

TEST(NumberLength, FollowsTheGrammarOfJson) {
  const struct {
    const char* text;
    std::size_t length;
  } cases[] = {{"0", 1},  {"-0", 2}, {"10.5e-3x", 7}, {"01", 0},   {"-", 0},
               {"1.", 0}, {"1e", 0}, {"1e+", 0},      {".5", 0},   {"", 0},
               {"+1", 0}, {"1x", 1}, {"1E5", 3},      {"-12.0", 5}};
  for (const auto& one : cases) EXPECT_EQ(NumberLength(one.text), one.length) << one.text;
}

}  // namespace
}  // namespace qianmo::gateway
