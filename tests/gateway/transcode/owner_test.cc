#include "gateway/transcode/owner.h"

#include <gtest/gtest.h>

#include "gateway/transcode/route_table.h"
#include "qianmo/rpc/v1/operations.pb.h"

namespace qianmo::gateway {
namespace {

const std::vector<std::string> kServices = {"qianmo.identity.v1.IdentityService",
                                            "qianmo.messages.v1.MessagesService"};

const Route& RouteOf(const std::string& path) {
  static const RouteTable table(RouteTable::LinkedServices());
  return *table.Match("GET", path).route;
}

TEST(OwnerOf, SendsOperationsToTheServiceThatRunsThem) {
  const Route& get = RouteOf("/v1/counties/7/operations/x");
  rpc::v1::GetOperationRequest one;
  one.set_name("counties/7/operations/messages.0192");
  EXPECT_EQ(OwnerOf(get, one, kServices), "qianmo.messages.v1.MessagesService");
  for (const char* unknown :
       {"", "counties/7/operations/ledger.1", "counties/7/operations/", "x"}) {
    one.set_name(unknown);
    EXPECT_EQ(OwnerOf(get, one, kServices), "qianmo.identity.v1.IdentityService") << unknown;
  }
  rpc::v1::ListOperationsRequest list;
  list.set_service("messages");
  EXPECT_EQ(OwnerOf(RouteOf("/v1/counties/7/operations"), list, kServices),
            "qianmo.messages.v1.MessagesService");
}

TEST(OwnerOf, LeavesAllOthersWhereTheyBelong) {
  EXPECT_EQ(OwnerOf(RouteOf("/v1/me"), rpc::v1::GetOperationRequest(), kServices),
            "qianmo.identity.v1.IdentityService");
}

}  // namespace
}  // namespace qianmo::gateway
