// Fields of every kind as JSON Schema.
#include "gateway/openapi/schema.h"

#include <gtest/gtest.h>

#include "qianmo/test/v1/published.pb.h"

namespace qianmo::gateway {
namespace {

TEST(Schema, HasTheFormOfProtobufsJson) {
  struct Case {
    const char* field;
    const char* schema;
  };
  Schemas schemas(Comments::BuiltIn());
  for (const Case& one : std::vector<Case>{
           {"title", R"({"type":"string","minLength":1,"maxLength":20})"},
           {"rent_fen", R"({"type":"string","format":"int64","pattern":"^-?[0-9]+$",)"
                        R"("x-minimum":1,"x-maximum":9})"},
           {"count", R"({"type":"integer","format":"int32","minimum":2,"maximum":5})"},
           {"large", R"({"type":"string","format":"uint64","pattern":"^[0-9]+$"})"},
           {"raw", R"({"type":"string","contentEncoding":"base64"})"},
           {"colour", R"({"$ref":"#/components/schemas/qianmo.test.v1.Thing.Colour"})"},
           {"parts", R"({"type":"object","additionalProperties":{"type":"string","format":"int64",)"
                     R"("pattern":"^-?[0-9]+$"},"maxProperties":3})"},
           {"tags",
            R"({"type":"array","items":{"type":"string","pattern":"^(?:[a-z]+)$"},"minItems":1,)"
            R"("maxItems":4,"description":"Form: letters."})"},
           {"person",
            R"({"type":"string","description":"At most one of the fields of owner is given.",)"
            R"("x-qianmo-secrecy":"personal","x-oneof":"owner"})"},
           {"within",
            R"({"$ref":"#/components/schemas/qianmo.test.v1.Thing","description":"At most one of )"
            R"(the fields of owner is given.","x-oneof":"owner"})"},
           {"create_time", R"({"type":"string","format":"date-time","readOnly":true})"},
           {"start_date", R"({"$ref":"#/components/schemas/google.type.Date"})"}}) {
    const auto* field = test::v1::Thing::descriptor()->FindFieldByName(one.field);
    EXPECT_EQ(schemas.OfField(*field).Print(), one.schema) << one.field;
  }
}

TEST(Schema, OfAnAnyKeepsItsType) {
  Schemas schemas(Comments::BuiltIn());
  const auto* field = test::v1::Thing::descriptor()->FindFieldByName("extra");
  EXPECT_NE(schemas.OfField(*field).Print().find(R"("@type")"), std::string::npos);
}

TEST(Schema, RequiresWhatTheRulesRequireButNotCookies) {
  Schemas schemas(Comments::BuiltIn());
  const Json thing = schemas.OfFields(*test::v1::Thing::descriptor(), {"count"});
  EXPECT_EQ(thing.Find("required")->Print(), R"(["title"])");
  const Json* properties = thing.Find("properties");
  EXPECT_EQ(properties->Find("count"), nullptr);
  EXPECT_NE(properties->Find("rentFen"), nullptr);
  EXPECT_EQ(properties->Find("session")->Find("x-qianmo-cookie")->Print(), R"("session")");
}

TEST(Schema, KeepsEverythingThatIsReferredTo) {
  Schemas schemas(Comments::BuiltIn());
  schemas.OfMessage(*test::v1::Thing::descriptor());
  const Json components = schemas.Components();
  for (const char* name :
       {"qianmo.test.v1.Thing", "qianmo.test.v1.Thing.Colour", "google.type.Date"}) {
    EXPECT_NE(components.Find(name), nullptr) << name;
  }
  EXPECT_EQ(components.Find("google.protobuf.Timestamp"), nullptr) << "it is a text";
}

}  // namespace
}  // namespace qianmo::gateway
