// Methods of every form as operations.
#include "gateway/openapi/operation.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "gateway/openapi/document.h"
#include "gateway/openapi/parameters.h"
#include "gateway/openapi/responses.h"
#include "qianmo/test/v1/published.pb.h"

namespace qianmo::gateway {
namespace {

using simdjson::dom::element;

class OperationTest : public testing::Test {
 protected:
  OperationTest() {
    const auto* service =
        test::v1::Thing::descriptor()->file()->FindServiceByName("PublishedService");
    printed_ = OpenApiDocument({service}, Comments::BuiltIn()).Print();
    document_ = parser_.parse(printed_);
  }
  element At(const std::string& path, const std::string& method) {
    return document_["paths"][path][method];
  }
  static std::string Names(element operation, std::string_view place) {
    std::string names;
    simdjson::dom::array parameters;
    if (operation["parameters"].get(parameters) != simdjson::SUCCESS) return names;
    for (const element parameter : parameters) {
      std::string_view in;
      if (parameter["in"].get(in) != simdjson::SUCCESS || in != place) continue;
      names += (names.empty() ? "" : " ") + std::string(std::string_view(parameter["name"]));
    }
    return names;
  }

  std::string printed_;
  simdjson::dom::parser parser_;
  element document_;
};

TEST_F(OperationTest, HasOneForEachBinding) {
  const char* const by_name = "/v1/counties/{county}/things/{thing}";
  EXPECT_EQ(std::string_view(At(by_name, "get")["operationId"]), "PublishedService_Find");
  const auto second = At("/v1/counties/{county}/racks/{rack}/things/{thing}:find", "get");
  EXPECT_EQ(std::string_view(second["operationId"]), "PublishedService_Find_2");
  const auto third = At("/v1/things:find", "post");
  EXPECT_EQ(std::string_view(third["operationId"]), "PublishedService_Find_3");
  EXPECT_EQ(
      std::string_view(third["responses"]["200"]["content"]["application/json"]["schema"]["type"]),
      "string")
      << "response_body";
  EXPECT_EQ(printed_.find("Unpublished"), std::string::npos);
}

TEST_F(OperationTest, PutsEveryFieldSomewhere) {
  const auto find = At("/v1/counties/{county}/things/{thing}", "get");
  EXPECT_EQ(Names(find, "path"), "county thing");
  EXPECT_EQ(Names(find, "query"), "onDate.year onDate.month onDate.day colours pageToken asOf");
  const auto update = At("/v1/counties/{county}/things/{thing}", "patch");
  EXPECT_EQ(Names(update, "query"), "updateMask requestId");
  EXPECT_EQ(
      std::string_view(update["requestBody"]["content"]["application/json"]["schema"]["$ref"]),
      "#/components/schemas/qianmo.test.v1.Thing");
  EXPECT_EQ(Names(At("/v1/things:find", "post"), "query"), "");
}

TEST_F(OperationTest, TellsStreamsAndContents) {
  const auto watch = At("/v1/counties/{county}/things/{thing}:watch", "get");
  const auto content = watch["responses"]["200"]["content"];
  EXPECT_EQ(std::string_view(content["application/json"]["schema"]["type"]), "array");
  EXPECT_EQ(std::string_view(content["application/x-ndjson"]["schema"]["$ref"]),
            "#/components/schemas/qianmo.test.v1.Thing");
  EXPECT_EQ(std::string_view(content["text/event-stream"]["schema"]["type"]), "string");
  EXPECT_EQ(Names(watch, "header"), "Last-Event-ID");
  const auto fetch = At("/v1/files/{path}", "get");
  EXPECT_EQ(std::string_view(fetch["responses"]["206"]["content"]["*/*"]["schema"]["format"]),
            "binary");
  EXPECT_EQ(Names(fetch, "query"), "") << "Range stands for the window";
  EXPECT_EQ(Names(fetch, "header"), "Range If-Range If-None-Match If-Match");
}

TEST_F(OperationTest, TellsAccessAndReasons) {
  const auto update = At("/v1/counties/{county}/things/{thing}", "patch");
  EXPECT_EQ(simdjson::minify(update["x-qianmo-refusals"]), R"(["THING_NOT_FOUND","THING_BROKEN"])");
  EXPECT_EQ(simdjson::minify(update["security"]), R"([{"cookie":[]},{"bearer":[]}])");
  const std::string description{std::string_view(update["description"])};
  EXPECT_NE(description.find("board chair (理事长)"), std::string::npos) << description;
  EXPECT_NE(description.find("`THING_BROKEN`"), std::string::npos) << description;
  const auto find = At("/v1/counties/{county}/things/{thing}", "get");
  EXPECT_EQ(simdjson::minify(find["security"]), "[]");
}

TEST_F(OperationTest, RefusesTwoMethodsWithOneBinding) {
  const auto* service =
      test::v1::Thing::descriptor()->file()->FindServiceByName("PublishedService");
  EXPECT_THROW(OpenApiDocument({service, service}, Comments::BuiltIn()), std::runtime_error);
}

}  // namespace
}  // namespace qianmo::gateway
