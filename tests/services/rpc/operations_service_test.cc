// Who may see long work, and what a wrong name gets.
#include "rpc/operations_service.h"

#include <gtest/gtest.h>

#include "rpc/status.h"
#include "services/rpc/long_work.h"

namespace qianmo::test {
namespace {

using google::longrunning::Operation;

TEST(OperationsService, AreSeenByWhoStartedThemAndByTheCountysAuditors) {
  Stage stage;
  const std::string name = Copy(stage, "note", 1).name();
  auto stranger = Stage::Clerk();
  stranger.set_account_id(NewRequestId());
  auto auditor = stranger;
  auditor.mutable_roles(0)->set_role(rpc::v1::ROLE_AUDITOR);
  auditor.mutable_roles(0)->set_org_path("/7/");
  auditor.set_second_factor(true);
  auto foreign = auditor;
  foreign.set_county_id(8);
  Operation operation;
  EXPECT_TRUE(Get(stage, name, &operation).ok());
  EXPECT_TRUE(Get(stage, name, &operation, auditor).ok());
  EXPECT_EQ(rpc::ReasonOf(Get(stage, name, &operation, stranger)), "OUT_OF_SCOPE");
  EXPECT_EQ(rpc::ReasonOf(Get(stage, name, &operation, foreign)), "OUT_OF_SCOPE");
}

TEST(OperationsService, AreListedInPagesNewestFirst) {
  Stage stage;
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.insert(names.begin(), Copy(stage, "note", 1).name());
  rpc::v1::ListOperationsRequest request;
  request.set_parent("counties/7");
  request.set_service("identity");
  request.set_page_size(2);
  std::vector<std::string> listed;
  do {
    rpc::v1::ListOperationsResponse page;
    const auto status =
        OperationsStub(stage)->ListOperations(stage.As(Stage::Clerk()).get(), request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_LE(page.operations_size(), 2);
    for (const auto& operation : page.operations()) listed.push_back(operation.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, names);
}

TEST(OperationsService, RefuseNamesOfNothing) {
  Stage stage;
  Operation operation;
  const std::string nil = "00000000-0000-0000-0000-000000000000";
  EXPECT_EQ(rpc::ReasonOf(Get(stage, "counties/7/operations/identity." + nil, &operation)),
            "OPERATION_NOT_FOUND");
  EXPECT_EQ(rpc::ReasonOf(Get(stage, "counties/7/operations/nothing." + nil, &operation)),
            "SERVICE_NOT_FOUND");
  for (const std::string name :
       {"counties/7/operations/identity", "counties/x/operations/identity.1",
        "counties/7/operations/", "identity"}) {
    EXPECT_EQ(Get(stage, name, &operation).error_code(), grpc::StatusCode::INVALID_ARGUMENT)
        << name;
  }
}

}  // namespace
}  // namespace qianmo::test
