#include "gateway/transcode/json_write.h"

#include <cmath>
#include <limits>

#include <google/protobuf/empty.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "gateway/transcode/json_read.h"
#include "qianmo/test/v1/transcode.pb.h"

namespace qianmo::gateway {
namespace {

using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageDifferencer;
using test::v1::EveryKind;

std::string Json(const google::protobuf::Message& message) {
  std::string text;
  WriteJson(message, &text);
  return text;
}

EveryKind Full() {
  EveryKind message;
  const std::string text = R"({
    "int32Field":-1,"int64Field":"-9007199254740993","uint32Field":4294967295,
    "uint64Field":"18446744073709551615","sint32Field":-2,"sint64Field":"-3","fixed32Field":4,
    "fixed64Field":"5","sfixed32Field":-6,"sfixed64Field":"-7","floatField":0.1,
    "doubleField":0.1,"boolField":true,"stringField":"a\"\\\n\u0001村😀","bytesField":"AAH/",
    "color":"COLOR_GREEN","part":{"text":"a","below":{"numbers":[1,2]}},"int64s":["1","2"],
    "strings":["","b"],"colors":["COLOR_RED",99],"parts":[{},{"text":"b"}],
    "byName":{"a":"1","":"2"},"byNumber":{"-7":{"text":"c"}},"byFlag":{"true":"t"},
    "time":"2026-11-20T08:00:00.123Z","wait":"-1.500s","mask":"a.fooBar,b",
    "wrappedNumber":"8","wrappedText":"t","wrappedFlag":false,"wrappedBytes":"AA==",
    "object":{"k":[1,null]},"value":"v","list":[true],
    "any":{"@type":"type.googleapis.com/qianmo.test.v1.EveryKind.Part","text":"x"},
    "perhaps":0,"second":3,"anotherName":"n","times":["1970-01-01T00:00:00Z"],
    "bytesByName":{"b":"AQ=="},"doubles":["NaN","Infinity","-Infinity",1e300,-0.5]})";
  EXPECT_TRUE(JsonStringToMessage(text, &message).ok());
  return message;
}

TEST(WriteJson, WritesWhatProtobufReadsBack) {
  const EveryKind message = Full();
  EveryKind again;
  const auto status = JsonStringToMessage(Json(message), &again);
  ASSERT_TRUE(status.ok()) << status.ToString() << Json(message);
  EXPECT_EQ(again.DebugString(), message.DebugString());
}

TEST(WriteJson, PrintsEveryScalarAndOnlyPresentMessages) {
  EXPECT_EQ(Json(EveryKind::Part()), R"({"text":"","numbers":[]})");
  const std::string empty = Json(EveryKind());
  for (const char* there : {R"("int64Field":"0")", R"("int32Field":0)", R"("boolField":false)",
                            R"("color":"COLOR_UNSPECIFIED")", R"("parts":[])", R"("byName":{})",
                            R"("anotherName":"")", R"("bytesField":"")", R"("nothing":null)"}) {
    EXPECT_NE(empty.find(there), empty.npos) << there;
  }
  for (const char* absent : {"perhaps", "first", "second", "\"part\"", "\"time\"", "wrapped"}) {
    EXPECT_EQ(empty.find(absent), empty.npos) << absent;
  }
}

TEST(WriteJson, WritesNumbersSoThatNothingIsLost) {
  EveryKind message;
  message.set_int64_field(9007199254740993);
  message.set_double_field(0.1);
  message.set_float_field(0.1F);
  message.add_doubles(std::nan(""));
  message.add_doubles(-std::numeric_limits<double>::infinity());
  message.add_colors(static_cast<EveryKind::Color>(99));
  const std::string json = Json(message);
  for (const char* part :
       {R"("int64Field":"9007199254740993")", R"("doubleField":0.1,)", R"("floatField":0.1,)",
        R"("doubles":["NaN","-Infinity"])", R"("colors":[99])"}) {
    EXPECT_NE(json.find(part), json.npos) << part;
  }
}

TEST(WriteJson, WritesWhatAnAnyHolds) {
  EveryKind message;
  EveryKind::Part part;
  part.set_text("x");
  message.mutable_any()->PackFrom(part);
  const std::string type = "{\"@type\":\"type.googleapis.com/";
  EXPECT_EQ(Json(message.any()),
            type + "qianmo.test.v1.EveryKind.Part\",\"text\":\"x\",\"numbers\":[]}");
  message.mutable_any()->PackFrom(google::protobuf::Empty());
  EXPECT_EQ(Json(message.any()), type + "google.protobuf.Empty\"}");
  message.mutable_time()->set_seconds(1);
  message.mutable_any()->PackFrom(message.time());
  EXPECT_EQ(Json(message.any()),
            type + "google.protobuf.Timestamp\",\"value\":\"1970-01-01T00:00:01Z\"}");
  message.mutable_any()->set_type_url("nonsense");
  EXPECT_EQ(Json(message.any()), "null");
}

TEST(WriteJsonString, EscapesWhatMustBeAndRepairsWhatIsNotUtf8) {
  std::string out;
  WriteJsonString("a\"\\\n\r\t\x01\x7f/村", &out);
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\r\\t\\u0001\x7f/村\"");
  out.clear();
  WriteJsonString(
      "a\xFF"
      "b\xE6\x9D",
      &out);
  EXPECT_EQ(out,
            "\"a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(WriteFieldJson, WritesOneField) {
  const EveryKind message = Full();
  const auto* type = EveryKind::descriptor();
  std::string out;
  WriteFieldJson(message, type->FindFieldByName("int64s"), &out);
  EXPECT_EQ(out, R"(["1","2"])");
  out.clear();
  WriteFieldJson(EveryKind(), type->FindFieldByName("part"), &out);
  EXPECT_EQ(out, "{}");
}

RC_GTEST_PROP(WriteJson, IsReadBackByOurReader,
              (const std::string& text, std::int64_t whole, double real, float single)) {
  EveryKind message;
  std::string valid;
  for (const char c : text) valid += static_cast<char>(c & 0x7f);
  message.set_string_field(valid);
  message.set_bytes_field(text);
  message.set_int64_field(whole);
  message.set_int32_field(static_cast<std::int32_t>(whole));
  message.set_uint64_field(static_cast<std::uint64_t>(whole));
  message.set_double_field(real);
  message.set_float_field(single);
  (*message.mutable_by_name())[valid] = whole;
  EveryKind ours;
  EveryKind theirs;
  RC_ASSERT(ReadJson(Json(message), &ours).ok());
  RC_ASSERT(MessageDifferencer::Equals(ours, message));
  RC_ASSERT(JsonStringToMessage(Json(message), &theirs).ok());
  RC_ASSERT(MessageDifferencer::Equals(theirs, message));
}

}  // namespace
}  // namespace qianmo::gateway
