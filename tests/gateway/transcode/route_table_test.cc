#include "gateway/transcode/route_table.h"

#include <stdexcept>

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "gateway/transcode/bind_route.h"
#include "google/api/annotations.pb.h"
#include "qianmo/test/v1/transcode.pb.h"

namespace qianmo::gateway {
namespace {

const google::protobuf::ServiceDescriptor* Stage() {
  return google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "qianmo.test.v1.StageService");
}

const RouteTable& Table() {
  static const RouteTable table({Stage()});
  return table;
}

std::string Found(const std::string& method, const std::string& path) {
  const RouteMatch match = Table().Match(method, path);
  return match.route == nullptr ? "" : match.route->method->name() + " " + match.route->http_method;
}

TEST(RouteTable, FindsTheRouteOfEachPath) {
  const struct {
    const char* method;
    const char* path;
    const char* found;
  } cases[] = {
      {"POST", "/t/stage:echo", "Echo POST"},
      {"GET", "/t/stage/echo", "Echo GET"},
      {"HEAD", "/t/stage/echo", "Echo GET"},
      {"GET", "/t/st%61ge/ech%6F", "Echo GET"},
      {"GET", "/t/part/a/of/7", "Echo GET"},
      {"POST", "/t/shelves/1/things/2:change", "Change POST"},
      {"DELETE", "/t/shelves/1/things/2", "Change DELETE"},
      {"DELETE", "/t/shelves/1/things/a:b", "Change DELETE"},
      {"POST", "/t/shelves/1/things/a:b:change", "Change POST"},
      {"PATCH", "/t/shelves/1/things/2", "Update PATCH"},
      {"PUT", "/t/shelves/1/things/2", "Update PUT"},
      {"GET", "/t/files/a/b/c", "ReadWhole GET"},
      {"GET", "/t/files/a/b/c:download", "ReadFile GET"},
      {"GET", "/t/files", "ReadWhole GET"},
      {"PUT", "/t/files/a", "PutFile PUT"},
      {"GET", "/t/stage%3Aecho", ""},
      {"POST", "/t/stage%3Aecho", ""},
      {"GET", "/t/shelves//things/2", ""},
      {"DELETE", "/t/shelves/1/things/", ""},
      {"DELETE", "/t/shelves/1/things/2/", ""},
      {"GET", "/", ""},
      {"GET", "", ""},
      {"GET", "t/stage/echo", ""},
      {"GET", "/T/stage/echo", ""},
      {"GET", "/t/stage/echo/", ""},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(Found(one.method, one.path), one.found) << one.method << " " << one.path;
  }
}

TEST(RouteTable, NamesTheMethodsOfAPathThatExists) {
  EXPECT_EQ(Table().Match("PUT", "/t/stage:echo").allow, "POST");
  EXPECT_EQ(Table().Match("POST", "/t/stage/echo").allow, "GET, HEAD");
  EXPECT_EQ(Table().Match("GET", "/t/shelves/1/things/2").allow, "DELETE, PATCH, PUT");
  EXPECT_EQ(Table().Match("GET", "/t/nowhere").allow, "");
  EXPECT_EQ(Table().Match("GET", "/t/stage:nothing").allow, "");
}

TEST(RouteTable, KnowsEveryServiceOfTheProgram) {
  const auto services = RouteTable::LinkedServices();
  std::set<std::string> names;
  for (const auto* service : services) names.insert(service->full_name());
  EXPECT_TRUE(names.contains("qianmo.identity.v1.IdentityService"));
  EXPECT_TRUE(names.contains("qianmo.rpc.v1.OperationsService"));
  EXPECT_FALSE(names.contains("grpc.health.v1.Health"));
  EXPECT_NO_THROW(RouteTable{services});
}

// A service of one method for each binding, made on the spot.
class Made {
 public:
  explicit Made(const std::vector<google::api::HttpRule>& rules) {
    google::protobuf::FileDescriptorProto file;
    file.set_name("made.proto");
    file.set_syntax("proto3");
    file.add_dependency("qianmo/test/v1/transcode.proto");
    auto* service = file.add_service();
    service->set_name("Made");
    for (const auto& rule : rules) {
      auto* method = service->add_method();
      method->set_name("M" + std::to_string(service->method_size()));
      method->set_input_type(".qianmo.test.v1.EveryKind");
      method->set_output_type(".qianmo.test.v1.EveryKind");
      *method->mutable_options()->MutableExtension(google::api::http) = rule;
    }
    service_ = pool_.BuildFile(file)->service(0);
  }
  const google::protobuf::ServiceDescriptor* service() const { return service_; }

 private:
  google::protobuf::DescriptorPool pool_{google::protobuf::DescriptorPool::generated_pool()};
  const google::protobuf::ServiceDescriptor* service_;
};

google::api::HttpRule Get(const std::string& path) {
  google::api::HttpRule rule;
  rule.set_get(path);
  return rule;
}

google::api::HttpRule Post(const std::string& path, const std::string& body) {
  google::api::HttpRule rule;
  rule.set_post(path);
  rule.set_body(body);
  return rule;
}

TEST(RouteTable, RefusesBindingsThatOnlyLuckCouldTellApart) {
  const Made twice({Get("/a/{string_field}"), Get("/a/*")});
  EXPECT_THROW(RouteTable({twice.service()}), std::runtime_error);
  const Made crossing({Get("/a/*/c"), Get("/a/b/*")});
  EXPECT_THROW(RouteTable({crossing.service()}), std::runtime_error);
  const Made fine({Get("/a/*"), Get("/a/b"), Post("/a/*", "*"), Get("/a/*:x"), Get("/a/**")});
  const RouteTable table({fine.service()});
  EXPECT_EQ(table.Match("GET", "/a/b").route->method->name(), "M2");
  EXPECT_EQ(table.Match("GET", "/a/c").route->method->name(), "M1");
  EXPECT_EQ(table.Match("GET", "/a/c/d").route->method->name(), "M5");
  EXPECT_EQ(table.Match("GET", "/a/c:x").route->method->name(), "M4");
  EXPECT_EQ(table.Match("POST", "/a/c").route->method->name(), "M3");
}

TEST(RouteTable, GoesBackFromADeadEnd) {
  const Made made({Get("/a/b/c"), Get("/a/*/d"), Get("/a/**")});
  const RouteTable table({made.service()});
  EXPECT_EQ(table.Match("GET", "/a/b/c").route->method->name(), "M1");
  EXPECT_EQ(table.Match("GET", "/a/b/d").route->method->name(), "M2");
  EXPECT_EQ(table.Match("GET", "/a/b/e").route->method->name(), "M3");
}

TEST(BindRoute, RefusesWhatTheMethodCannotDo) {
  for (const auto& rule : {google::api::HttpRule(), Get("/a/{nope}"), Get("/a/{part}"),
                           Get("/a/{strings}"), Get("/a/{part.nope}"), Get("/a/{string_field.x}"),
                           Get("/{color}/{color}"), Post("/a", "nope"), Post("/a/{time}", "*")}) {
    const Made made({rule});
    PathTemplate shape;
    EXPECT_THROW(BindRoute(made.service()->method(0), rule, &shape), std::runtime_error)
        << rule.ShortDebugString();
  }
  google::api::HttpRule body_with_get = Get("/a");
  body_with_get.set_body("*");
  const Made made({body_with_get});
  PathTemplate shape;
  EXPECT_THROW(BindRoute(made.service()->method(0), body_with_get, &shape), std::runtime_error);
}

TEST(BindRoute, LearnsWhatTheMethodDeclares) {
  const Route& download = *Table().Match("GET", "/t/files/a:download").route;
  EXPECT_TRUE(download.answers_content);
  ASSERT_NE(download.window, nullptr);
  EXPECT_EQ(download.window->name(), "window");
  EXPECT_TRUE(download.is_public && download.reads_only);
  const Route& upload = *Table().Match("PUT", "/t/files/a").route;
  EXPECT_EQ(upload.body, BodyKind::kRaw);
  EXPECT_FALSE(upload.reads_only);
  const Route& patch = *Table().Match("PATCH", "/t/shelves/1/things/2").route;
  ASSERT_NE(patch.mask, nullptr);
  EXPECT_EQ(Table().Match("PUT", "/t/shelves/1/things/2").route->mask, nullptr);
  const Route& call = *Table().Match("GET", "/t/call").route;
  EXPECT_FALSE(call.is_public);
  EXPECT_EQ(call.cookies_in.size(), 1U);
  EXPECT_EQ(call.cookies_out.size(), 2U);
  EXPECT_EQ(call.grpc_path, "/qianmo.test.v1.StageService/ShowCall");
  EXPECT_EQ(Table().Match("GET", "/t/only/part").route->response_field->name(), "part");
}

TEST(RouteTable, FindsOneOfThousandsAtOnce) {
  std::vector<google::api::HttpRule> rules;
  for (int i = 0; i < 3'000; ++i) {
    rules.push_back(Get("/v1/things" + std::to_string(i) + "/{string_field=a/*}/b:verb"));
  }
  const Made made(rules);
  const RouteTable table({made.service()});
  const auto start = std::chrono::steady_clock::now();
  constexpr int kRounds = 10'000;
  for (int i = 0; i < kRounds; ++i) {
    ASSERT_NE(table.Match("GET", "/v1/things2999/a/x/b:verb").route, nullptr);
  }
  const auto each = (std::chrono::steady_clock::now() - start) / kRounds;
  EXPECT_LT(each, std::chrono::microseconds(50));
}

RC_GTEST_PROP(RouteTable, SurvivesAnyPath, (const std::string& bytes)) {
  const RouteMatch match = Table().Match("GET", "/t/" + bytes);
  if (match.route != nullptr) RC_ASSERT(match.allow.empty());
  Table().Match(bytes, bytes);
}

TEST(RouteTable, OffersOurServicesAndNoneOfGoogles) {
  ASSERT_NE(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
                "google.longrunning.Operations"),
            nullptr)
      << "otherwise this proves nothing";
  const auto services = RouteTable::LinkedServices();
  EXPECT_FALSE(services.empty());
  for (const auto* service : services) {
    EXPECT_EQ(service->full_name().rfind("qianmo.", 0), 0U) << service->full_name();
  }
}

}  // namespace
}  // namespace qianmo::gateway
