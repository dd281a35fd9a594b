// The document of the whole API keeps the rules of OpenAPI 3.1, and leaves nothing out.
#include "gateway/openapi/document.h"

#include <functional>
#include <set>

#include <gtest/gtest.h>
#include <re2/re2.h>
#include <simdjson.h>

#include "google/api/annotations.pb.h"
#include "qianmo/rpc/v1/options.pb.h"

namespace qianmo::gateway {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

class DocumentTest : public testing::Test {
 protected:
  DocumentTest() { document_ = parser_.parse(printed_); }

  void ForEachOperation(
      const std::function<void(std::string_view path, std::string_view method, element)>& look) {
    for (const auto& [path, item] : object(document_["paths"])) {
      for (const auto& [method, operation] : object(item)) look(path, method, operation);
    }
  }
  // Every object in the document, with the way to it.
  static void Walk(element at, const std::string& way,
                   const std::function<void(object, const std::string&)>& look) {
    object members;
    simdjson::dom::array items;
    if (at.get(members) == simdjson::SUCCESS) {
      look(members, way);
      for (const auto& [key, value] : members) Walk(value, way + "/" + std::string(key), look);
    } else if (at.get(items) == simdjson::SUCCESS) {
      int i = 0;
      for (const element item : items) Walk(item, way + "/" + std::to_string(i++), look);
    }
  }
  // What a reference leads to, or an error.
  simdjson::simdjson_result<element> Resolve(std::string_view reference) const {
    return document_.at_pointer(reference.substr(1));
  }

  const std::string printed_ =
      OpenApiDocument(PublishedServices(Comments::BuiltIn()), Comments::BuiltIn()).Print();
  simdjson::dom::parser parser_;
  element document_;
};

TEST_F(DocumentTest, HasWhatOpenApiRequires) {
  EXPECT_EQ(std::string_view(document_["openapi"]), "3.1.0");
  EXPECT_NE(std::string_view(document_["info"]["title"]), "");
  EXPECT_NE(std::string_view(document_["info"]["version"]), "");
  std::set<std::string_view> known = {"openapi", "info", "servers", "tags", "paths", "components"};
  for (const auto& [key, value] : object(document_)) EXPECT_TRUE(known.contains(key)) << key;
}

TEST_F(DocumentTest, ResolvesEveryReference) {
  int references = 0;
  Walk(document_, "", [&](object members, const std::string& way) {
    std::string_view reference;
    if (members["$ref"].get(reference) != simdjson::SUCCESS) return;
    ++references;
    ASSERT_TRUE(reference.starts_with("#/components/")) << way;
    EXPECT_EQ(Resolve(reference).error(), simdjson::SUCCESS) << way << " to " << reference;
  });
  EXPECT_GT(references, 100);
}

TEST_F(DocumentTest, NamesEveryOperationOnce) {
  std::set<std::string> ids;
  ForEachOperation([&](std::string_view path, std::string_view, element operation) {
    const std::string id{std::string_view(operation["operationId"])};
    EXPECT_TRUE(ids.insert(id).second) << id << " at " << path;
  });
  EXPECT_GT(ids.size(), 40u);
}

TEST_F(DocumentTest, DeclaresExactlyTheParametersOfEachPath) {
  ForEachOperation([&](std::string_view path, std::string_view method, element operation) {
    std::set<std::string> wanted;
    std::set<std::string> declared;
    re2::StringPiece rest(path.data(), path.size());
    for (std::string name; RE2::FindAndConsume(&rest, R"(\{([^}]+)\})", &name);) {
      EXPECT_TRUE(wanted.insert(name).second) << path << " names " << name << " twice";
    }
    std::set<std::string> seen;
    simdjson::dom::array parameters;
    if (operation["parameters"].get(parameters) == simdjson::SUCCESS) {
      for (element parameter : parameters) {
        std::string_view reference;
        if (parameter["$ref"].get(reference) == simdjson::SUCCESS) parameter = Resolve(reference);
        const std::string in{std::string_view(parameter["in"])};
        const std::string name{std::string_view(parameter["name"])};
        EXPECT_TRUE(seen.insert(in + " " + name).second) << method << " " << path << " " << name;
        EXPECT_EQ(parameter["schema"].error(), simdjson::SUCCESS) << path << " " << name;
        if (in != "path") continue;
        declared.insert(name);
        EXPECT_TRUE(bool(parameter["required"])) << path << " " << name;
      }
    }
    EXPECT_EQ(declared, wanted) << method << " " << path;
  });
}

TEST_F(DocumentTest, HasNoTwoPathsThatDifferInNamesOnly) {
  std::set<std::string> shapes;
  for (const auto& [path, item] : object(document_["paths"])) {
    std::string shape(path);
    RE2::GlobalReplace(&shape, R"(\{[^}]+\})", "{}");
    EXPECT_TRUE(shapes.insert(shape).second) << path;
    EXPECT_TRUE(path.starts_with('/')) << path;
  }
}

TEST_F(DocumentTest, DescribesEveryOperation) {
  std::set<std::string> tags;
  for (const element tag : document_["tags"]) {
    tags.insert(std::string(std::string_view(tag["name"])));
  }
  ForEachOperation([&](std::string_view path, std::string_view method, element operation) {
    EXPECT_TRUE(tags.contains(std::string(std::string_view(operation["tags"].at(0))))) << path;
    EXPECT_FALSE(std::string_view(operation["summary"]).empty()) << path;
    EXPECT_EQ(operation["responses"]["200"]["description"].error(), simdjson::SUCCESS) << path;
    EXPECT_EQ(operation["responses"]["default"].error(), simdjson::SUCCESS) << path;
    EXPECT_EQ(operation["security"].error(), simdjson::SUCCESS) << path;
    const bool has_body = operation["requestBody"].error() == simdjson::SUCCESS;
    EXPECT_FALSE(method == "get" && has_body) << path << " asks for a body";
  });
}

TEST_F(DocumentTest, KeepsTheRulesOfSchemas) {
  static const std::set<std::string_view> types = {"string",  "integer", "number",
                                                   "boolean", "object",  "array"};
  Walk(document_["components"]["schemas"], "", [&](object members, const std::string& way) {
    std::string_view text;
    if (way.ends_with("/properties")) return;  // its members are names of fields
    if (members["type"].get(text) == simdjson::SUCCESS) {
      EXPECT_TRUE(types.contains(text)) << way << " is a " << text;
      EXPECT_TRUE(text != "array" || members["items"].error() == simdjson::SUCCESS) << way;
    }
    if (members["pattern"].get(text) == simdjson::SUCCESS) {
      EXPECT_TRUE(RE2(std::string(text)).ok()) << way << " " << text;
    }
    simdjson::dom::array required;
    if (members["required"].get(required) != simdjson::SUCCESS) return;
    for (const element name : required) {
      EXPECT_EQ(members["properties"][std::string_view(name)].error(), simdjson::SUCCESS)
          << way << " requires " << std::string_view(name);
    }
  });
}

TEST_F(DocumentTest, LeavesNoBoundMethodOut) {
  std::set<std::string> described;
  ForEachOperation([&](std::string_view, std::string_view, element operation) {
    described.insert(std::string(std::string_view(operation["x-qianmo-method"])));
  });
  for (const auto* service : PublishedServices(Comments::BuiltIn())) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto& method = *service->method(i);
      EXPECT_EQ(described.contains(method.full_name()),
                method.options().HasExtension(google::api::http))
          << method.full_name();
    }
  }
}

TEST_F(DocumentTest, IsTheSameEveryTime) {
  EXPECT_EQ(OpenApiDocument(PublishedServices(Comments::BuiltIn()), Comments::BuiltIn()).Print(),
            printed_);
}

}  // namespace
}  // namespace qianmo::gateway
