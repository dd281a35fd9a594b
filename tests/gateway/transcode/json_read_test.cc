#include "gateway/transcode/json_read.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "gateway/transcode/json_scan.h"
#include "gateway/transcode/json_write.h"
#include "qianmo/test/v1/transcode.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::util::MessageDifferencer;
using test::v1::EveryKind;

std::string Nested(int levels) { return std::string(levels, '[') + std::string(levels, ']'); }

// RFC 8259, line by line; duplicate keys and depth are ours.
const std::vector<std::string> kJson = {"null",
                                        "true",
                                        "false",
                                        "0",
                                        "-0",
                                        "12",
                                        "-1.5",
                                        "1e5",
                                        "1E+5",
                                        "1.25e-7",
                                        "\"\"",
                                        "\"a\"",
                                        "[]",
                                        "[ ]",
                                        "[1,2]",
                                        "{}",
                                        "{ }",
                                        "{\"a\":1}",
                                        "{\"a\":1,\"b\":[{}]}",
                                        " \t\r\n1 \n",
                                        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                        "\"\\u00e9\"",
                                        "\"\\uD83D\\uDE00\"",
                                        "\"\xE6\x9D\x91\"",
                                        "\"\xF0\x9F\x98\x80\"",
                                        "\"\x7f\"",
                                        "{\"\":1}",
                                        "{\"a\":1,\"A\":1}",
                                        Nested(32),
                                        "\"\\u0000\"",
                                        "1e400"};
const std::vector<std::string> kNotJson = {"",
                                           " ",
                                           "nul",
                                           "nulll",
                                           "True",
                                           "NaN",
                                           "Infinity",
                                           "-Infinity",
                                           "+1",
                                           "01",
                                           "-01",
                                           "-",
                                           "1.",
                                           ".5",
                                           "1e",
                                           "1e+",
                                           "0x10",
                                           "1_000",
                                           "1a",
                                           "'a'",
                                           "\"a",
                                           "\"a\\\"",
                                           "\"\\x\"",
                                           "\"\\u12\"",
                                           "\"\\u12g4\"",
                                           "\"\\uD83D\"",
                                           "\"\\uDE00\"",
                                           "\"\\uD83Dx\"",
                                           "\"\\uD83D\\u0041\"",
                                           "\"\\uD83D\\n\"",
                                           std::string("\"\0\"", 3),
                                           "\"\n\"",
                                           "\"\t\"",
                                           "\"\x1f\"",
                                           "\"\xff\"",
                                           "\"\xC0\xAF\"",
                                           "\"\xE0\x80\x80\"",
                                           "\"\xED\xA0\x80\"",
                                           "\"\xF4\x90\x80\x80\"",
                                           "\"\xF5\x80\x80\x80\"",
                                           "\"\xE6\x9D\"",
                                           "\"\x80\"",
                                           "\xEF\xBB\xBF{}",
                                           "[",
                                           "]",
                                           "[1",
                                           "[1,",
                                           "[1,]",
                                           "[,1]",
                                           "[1 2]",
                                           "[1}",
                                           "{",
                                           "{\"a\"",
                                           "{\"a\":",
                                           "{\"a\":1",
                                           "{\"a\":1,",
                                           "{\"a\":1,}",
                                           "{,\"a\":1}",
                                           "{\"a\" 1}",
                                           "{a:1}",
                                           "{'a':1}",
                                           "{1:1}",
                                           "{\"a\":1 \"b\":2}",
                                           "{\"a\"::1}",
                                           "{\"a\":1]",
                                           "1 2",
                                           "{} {}",
                                           "{}x",
                                           "// a\n1",
                                           "/* a */ 1",
                                           "1 // a",
                                           "# a\n1",
                                           "\v1",
                                           std::string("1\0", 2),
                                           "{\"a\":1,\"a\":1}",
                                           "{\"a\":1,\"\\u0061\":1}",
                                           "[{\"a\":{\"b\":1,\"b\":1}}]",
                                           Nested(33),
                                           Nested(100'000)};

bool ReadsAsJson(std::string_view text) {
  JsonScanner scanner(text);
  std::string_view ignored;
  return scanner.Skip(&ignored) && scanner.End();
}

TEST(JsonScanner, AgreesWithRfc8259) {
  for (const std::string& text : kJson) EXPECT_TRUE(ReadsAsJson(text)) << text;
  for (const std::string& text : kNotJson) EXPECT_FALSE(ReadsAsJson(text)) << text.substr(0, 60);
}

TEST(ReadJson, AgreesWithRfc8259AtEveryDepth) {
  EveryKind message;
  for (const std::string& text : kJson) {
    if (text.size() > 50) continue;  // the tests of depth
    const auto read = ReadJson("{\"value\":" + text + "}", &message);
    // A value that protobuf cannot hold is another refusal.
    EXPECT_TRUE(read || read.refusal().reason == "INVALID_FIELD") << text;
  }
  for (const std::string& text : kNotJson) {
    const auto read = ReadJson("{\"value\":" + text + "}", &message);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.refusal().reason, "JSON_INVALID") << text;
  }
}

Refusal RefusalOf(const std::string& text) {
  EveryKind message;
  const auto read = ReadJson(text, &message);
  EXPECT_FALSE(read) << text;
  return read ? Refusal{} : read.refusal();
}

std::string Meta(const Refusal& refusal, const std::string& key) {
  for (const auto& [name, value] : refusal.metadata) {
    if (name == key) return value;
  }
  return "";
}

TEST(ReadJson, SaysWhereTheTextBreaks) {
  const struct {
    const char* text;
    const char* line;
    const char* column;
    const char* byte;
  } cases[] = {
      {"", "1", "1", "1"},
      {"{\"int32Field\":1,}", "1", "17", "17"},
      {"{\n  \"stringField\": \"村\", x}", "2", "23", "27"},
      {"{\"stringField\":\"\\q\"}", "1", "17", "17"},
      {"{} {}", "1", "4", "4"},
      {"{\"int32Field\":1,\n\"int32_field\":1}", "2", "1", "18"},
      {"[]", "1", "1", "1"},
  };
  for (const auto& one : cases) {
    const Refusal refusal = RefusalOf(one.text);
    EXPECT_EQ(refusal.reason, "JSON_INVALID") << one.text;
    EXPECT_EQ(Meta(refusal, "line"), one.line) << one.text;
    EXPECT_EQ(Meta(refusal, "column"), one.column) << one.text;
    EXPECT_EQ(Meta(refusal, "byte"), one.byte) << one.text;
  }
}

TEST(ReadJson, NamesTheFieldThatCannotHoldItsValue) {
  const struct {
    const char* text;
    const char* path;
  } cases[] = {
      {R"({"nope":1})", "nope"},
      {R"({"part":{"below":{"nope":1}}})", "part.below.nope"},
      {R"({"parts":[{"text":"a"},{"nope":1}]})", "parts[1].nope"},
      {R"({"byNumber":{"7":{"nope":1}}})", "by_number.7.nope"},
      {R"({"int32Field":2147483648})", "int32_field"},
      {R"({"int32Field":-2147483649})", "int32_field"},
      {R"({"int32Field":1.5})", "int32_field"},
      {R"({"int32Field":"x"})", "int32_field"},
      {R"({"int32Field":" 1"})", "int32_field"},
      {R"({"int32Field":true})", "int32_field"},
      {R"({"int32Field":{}})", "int32_field"},
      {R"({"uint32Field":-1})", "uint32_field"},
      {R"({"uint64Field":18446744073709551616})", "uint64_field"},
      {R"({"int64Field":"9223372036854775808"})", "int64_field"},
      {R"({"int64Field":1e19})", "int64_field"},
      {R"({"doubleField":1e400})", "double_field"},
      {R"({"floatField":1e39})", "float_field"},
      {R"({"doubleField":"nan"})", "double_field"},
      {R"({"boolField":1})", "bool_field"},
      {R"({"boolField":"true"})", "bool_field"},
      {R"({"stringField":1})", "string_field"},
      {R"({"stringField":[]})", "string_field"},
      {R"({"bytesField":"a"})", "bytes_field"},
      {R"({"bytesField":"a*=="})", "bytes_field"},
      {R"({"color":"COLOR_BLUE"})", "color"},
      {R"({"color":1.5})", "color"},
      {R"({"part":[]})", "part"},
      {R"({"part":"x"})", "part"},
      {R"({"int64s":1})", "int64s"},
      {R"({"int64s":[1,"x"]})", "int64s[1]"},
      {R"({"int64s":[null]})", "int64s[0]"},
      {R"({"byName":[]})", "by_name"},
      {R"({"byName":{"a":null}})", "by_name.a"},
      {R"({"byNumber":{"x":{}}})", "by_number.x"},
      {R"({"byFlag":{"1":"a"}})", "by_flag.1"},
      {R"({"time":"yesterday"})", "time"},
      {R"({"time":"2026-02-30T00:00:00Z"})", "time"},
      {R"({"time":1})", "time"},
      {R"({"wait":"1"})", "wait"},
      {R"({"wait":"1.s"})", "wait"},
      {R"({"mask":"a_b"})", "mask"},
      {R"({"wrappedNumber":"x"})", "wrapped_number"},
      {R"({"first":"a","second":1})", "second"},
      {R"({"object":1})", "object"},
  };
  for (const auto& one : cases) {
    const Refusal refusal = RefusalOf(one.text);
    EXPECT_EQ(refusal.reason, "INVALID_FIELD") << one.text;
    ASSERT_EQ(refusal.fields.size(), 1U) << one.text;
    EXPECT_EQ(refusal.fields[0].path, one.path) << one.text;
    EXPECT_FALSE(Meta(refusal, "line").empty()) << one.text;
  }
}

TEST(ReadJson, ReadsWhatProtobufReads) {
  for (
      const char* text : {
          "{}",
          R"({"int32Field":1,"int64Field":"-5","uint64Field":"18446744073709551615"})",
          R"({"uint32Field":4294967295})",
          R"({"int32_field":1.0,"int64_field":1e3,"uint32_field":"7"})",
          R"({"sint32_field":-0,"sint64_field":120e-1})",
          R"({"fixed32Field":1,"fixed64Field":"2","sfixed32Field":-3,"sfixed64Field":-4})",
          R"({"floatField":1.5,"doubleField":"NaN"})",
          R"({"doubles":["Infinity","-Infinity",0.1,1e-400,3]})",
          R"({"boolField":true,"stringField":"a\u0000\ud83d\ude00村","bytesField":"_-8="})",
          R"({"bytesField":"AAEC","color":"COLOR_GREEN","colors":["COLOR_RED",0,-2]})",
          R"({"color":7})",
          R"({"part":{"text":"a","below":{"below":{}},"numbers":[1,2]},"parts":[{},{"text":"b"}]})",
          R"({"int64s":[1,"2"],"strings":["",""],"byName":{"":1,"a":"2"},"byNumber":{"-1":{}}})",
          R"({"byFlag":{"true":"a","false":"b"},"bytesByName":{"a":"AA=="}})",
          R"({"time":"2026-11-20T08:00:00.123456789Z","wait":"-1.5s","mask":"a.fooBar,c"})",
          R"({"time":"2026-11-20T08:00:00+08:00","times":["0001-01-01T00:00:00Z"]})",
          R"({"wrappedNumber":"5","wrappedText":"","wrappedFlag":false,"wrappedBytes":"AA=="})",
          R"({"object":{"a":[1,{"b":null}]},"value":null,"list":[1,"a"],"nothing":null})",
          R"({"any":{"@type":"type.googleapis.com/qianmo.test.v1.EveryKind.Part","text":"a"}})",
          R"({"perhaps":0,"first":"","renamed":"x"})",
          R"({"anotherName":"x","third":{}})",
          R"({"int32Field":null,"part":null,"int64s":null,"byName":null,"first":null,"second":3})",
      }) {
    EveryKind ours;
    EveryKind theirs;
    const auto read = ReadJson(text, &ours);
    ASSERT_TRUE(read) << text << read.refusal().message;
    const auto status = google::protobuf::util::JsonStringToMessage(text, &theirs);
    ASSERT_TRUE(status.ok()) << text << status.ToString();
    EXPECT_EQ(ours.DebugString(), theirs.DebugString()) << text;
  }
}

std::vector<std::string> MembersOf(const std::string& text) {
  EveryKind message;
  std::vector<std::string> members;
  EXPECT_TRUE(ReadJson(text, &message, "", &members)) << text;
  return members;
}

TEST(ReadJson, TellsWhichMembersTheTextMentions) {
  using Paths = std::vector<std::string>;
  EXPECT_EQ(MembersOf("{}"), Paths{});
  EXPECT_EQ(MembersOf(R"({"int32Field":0,"strings":[]})"), (Paths{"int32_field", "strings"}));
  EXPECT_EQ(MembersOf(R"({"part":{"text":"a","below":{"numbers":[1]}}})"),
            (Paths{"part.text", "part.below.numbers"}));
  EXPECT_EQ(MembersOf(R"({"part":{}})"), Paths{"part"});
  EXPECT_EQ(MembersOf(R"({"part":null,"time":null})"), (Paths{"part", "time"}));
  EXPECT_EQ(MembersOf(R"({"byNumber":{"1":{"text":"a"}},"parts":[{"text":"a"}]})"),
            (Paths{"by_number", "parts"}));
  EXPECT_EQ(MembersOf(R"({"object":{"a":1},"wrappedNumber":1})"),
            (Paths{"object", "wrapped_number"}));
}

TEST(ReadFieldJson, FillsOneFieldOfAnyKind) {
  EveryKind message;
  const auto* type = EveryKind::descriptor();
  EXPECT_TRUE(ReadFieldJson("[1,2]", &message, type->FindFieldByName("int64s")));
  EXPECT_TRUE(ReadFieldJson("{\"text\":\"a\"}", &message, type->FindFieldByName("part")));
  EXPECT_TRUE(ReadFieldJson("\"b\"", &message, type->FindFieldByName("string_field")));
  EXPECT_EQ(message.int64s_size(), 2);
  EXPECT_EQ(message.part().text(), "a");
  EXPECT_EQ(message.string_field(), "b");
  const auto wrong = ReadFieldJson("{\"nope\":1}", &message, type->FindFieldByName("part"));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.refusal().fields[0].path, "part.nope");
  EXPECT_FALSE(ReadFieldJson("", &message, type->FindFieldByName("part")));
}

RC_GTEST_PROP(ReadJson, SurvivesAnyBytes, (const std::string& bytes)) {
  EveryKind message;
  if (const auto read = ReadJson(bytes, &message); !read) {
    RC_ASSERT(read.refusal().kind == Refusal::Kind::kInvalid);
  }
  (void)ReadJson("{\"stringField\":\"" + bytes, &message);
  (void)ReadJson("{\"value\":" + bytes + "}", &message);
}

// Pieces of JSON in any order: nearly right, which is where parsers break.
RC_GTEST_PROP(ReadJson, TakesNothingThatProtobufRefuses, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "{", "}", "[", "]", ",", ":", "\"int32Field\"", "\"int32_field\"", "\"part\"", "\"text\"",
      "\"strings\"", "\"byName\"", "\"a\"", "1", "-1", "1e3", "0.5", "null", "true", " ", "\\",
      "\"", "\"first\"", "\"second\"", "\"time\"", "\"2026-11-20T08:00:00Z\"", "\"below\""));
  std::string text = "{";
  for (const std::string& piece : pieces) text += piece;
  EveryKind ours;
  if (!ReadJson(text, &ours)) return;
  EveryKind theirs;
  RC_ASSERT(google::protobuf::util::JsonStringToMessage(text, &theirs).ok());
  RC_ASSERT(ours.DebugString() == theirs.DebugString());
  std::string written;
  WriteJson(ours, &written);
  EveryKind again;
  RC_ASSERT(ReadJson(written, &again).ok());
  RC_ASSERT(MessageDifferencer::Equals(ours, again));
}

}  // namespace
}  // namespace qianmo::gateway
