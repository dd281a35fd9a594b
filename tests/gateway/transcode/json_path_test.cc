#include "gateway/transcode/json_path.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "qianmo/test/v1/transcode.pb.h"
#include "rpc/status.h"

namespace qianmo::gateway {
namespace {

TEST(JsonPath, NamesEachFieldAsJsonDoes) {
  const struct {
    const char* proto;
    const char* json;
  } cases[] = {
      {"int64_field", "int64Field"},
      {"string_field", "stringField"},
      {"part.below.text", "part.below.text"},
      {"parts[2].numbers[0]", "parts[2].numbers[0]"},
      {"int64s[1]", "int64s[1]"},
      {"renamed", "anotherName"},
      {"by_number[7].text", "byNumber[7].text"},
      {"by_name[a.b_c]", "byName[a.b_c]"},
      {"wrapped_text", "wrappedText"},
      {"int64Field", "int64Field"},
      {"anotherName", "anotherName"},
      {"no_such_field", "no_such_field"},
      {"part.no_such.int64_field", "part.no_such.int64_field"},
      {"int64_field.int64_field", "int64Field.int64_field"},
      {"parts[", "parts["},
      {"parts[2]x", "parts[2]x"},
      {"", ""},
      {".", "."},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(JsonPath(*test::v1::EveryKind::descriptor(), c.proto), c.json) << c.proto;
  }
}

TEST(InJsonNames, RenamesTheViolationsAndTheMessageThatNamesOne) {
  Refusal refusal = Refusal::InvalidField("int64_field", "must be at least 1");
  refusal.fields.push_back({"wrapped_text", "is required"});
  const auto status = InJsonNames(rpc::ToProto(refusal), *test::v1::EveryKind::descriptor());
  EXPECT_EQ(status.message(), "int64Field: must be at least 1");
  ASSERT_EQ(status.details_size(), 2);
  google::rpc::BadRequest bad;
  ASSERT_TRUE(status.details(1).UnpackTo(&bad));
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(0).field(), "int64Field");
  EXPECT_EQ(bad.field_violations(0).description(), "must be at least 1");
  EXPECT_EQ(bad.field_violations(1).field(), "wrappedText");
}

}  // namespace
}  // namespace qianmo::gateway
