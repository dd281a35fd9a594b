// What a developer does first: list and call the methods with buf, knowing nothing but the address.
#include <gtest/gtest.h>

#include "support/daemon.h"

namespace qianmo {
namespace {

std::string Buf() {
  const auto build = std::filesystem::canonical("/proc/self/exe").parent_path().parent_path();
  return build / "npm/node_modules/.bin/buf";
}

support::Outcome BufCurl(const support::Daemon& daemon, std::vector<std::string> arguments,
                         const std::string& path = "") {
  std::vector<std::string> command = {Buf(), "curl", "--protocol", "grpc",
                                      "--http2-prior-knowledge"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.push_back("http://" + daemon.address() + path);
  return support::RunToEnd(command, {});
}

TEST(Reflection, ListsEveryMethodToBuf) {
  support::Database database;
  support::Daemon daemon(database);
  daemon.Start();
  const auto listed = BufCurl(daemon, {"--list-methods"});
  ASSERT_EQ(listed.code, 0) << listed.output;
  for (const char* method :
       {"qianmo.identity.v1.IdentityService/SignIn", "qianmo.identity.v1.IdentityService/GrantRole",
        "qianmo.rpc.v1.OperationsService/GetOperation", "grpc.health.v1.Health/Check"}) {
    EXPECT_NE(listed.output.find(method), std::string::npos) << method << "\n" << listed.output;
  }
}

TEST(Reflection, LetsBufCallAMethodAndSeeWhyItIsRefused) {
  support::Database database;
  support::Daemon daemon(database);
  daemon.Start();
  const auto healthy = BufCurl(daemon, {"--data", "{}"}, "/grpc.health.v1.Health/Check");
  EXPECT_EQ(healthy.code, 0) << healthy.output;
  EXPECT_NE(healthy.output.find("SERVING"), std::string::npos) << healthy.output;
  const auto refused = BufCurl(daemon, {"--data", R"({"handle": "nobody"})"},
                               "/qianmo.identity.v1.IdentityService/SignIn");
  EXPECT_NE(refused.code, 0);
  for (const char* part :
       {"invalid_argument", "request_id", "google.rpc.ErrorInfo", "google.rpc.BadRequest"}) {
    EXPECT_NE(refused.output.find(part), std::string::npos) << part << "\n" << refused.output;
  }
}

}  // namespace
}  // namespace qianmo
