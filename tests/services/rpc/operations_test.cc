// Long work: it shows how far it is, survives the process, and stops when asked.
#include <thread>

#include <gtest/gtest.h>

#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "rpc/status.h"
#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

using google::longrunning::Operation;

Operation Copy(Stage& stage, const std::string& note_id, int copies) {
  v1::CopyNoteRequest request;
  request.set_request_id(NewRequestId());
  request.set_note_id(note_id);
  request.set_copies(copies);
  Operation operation;
  const auto status = stage.Stub()->CopyNote(stage.As(Stage::Clerk()).get(), request, &operation);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return operation;
}

std::unique_ptr<rpc::v1::OperationsService::Stub> Operations(Stage& stage) {
  return rpc::v1::OperationsService::NewStub(stage.server().InProcess());
}

grpc::Status Get(Stage& stage, const std::string& name, Operation* operation,
                 const rpc::v1::Caller& caller = Stage::Clerk()) {
  rpc::v1::GetOperationRequest request;
  request.set_name(name);
  return Operations(stage)->GetOperation(stage.As(caller).get(), request, operation);
}

Operation Finished(Stage& stage, const std::string& name) {
  Operation operation;
  for (int i = 0; i < 500 && !operation.done(); ++i) {
    EXPECT_TRUE(Get(stage, name, &operation).ok());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(operation.done());
  return operation;
}

rpc::v1::OperationProgress ProgressOf(const Operation& operation) {
  rpc::v1::OperationProgress progress;
  operation.metadata().UnpackTo(&progress);
  return progress;
}

TEST(Operations, RunToTheirEndAndKeepTheResult) {
  Stage stage;
  const Operation begun = Copy(stage, "note", 35);
  EXPECT_FALSE(begun.done());
  EXPECT_EQ(begun.name().find("counties/7/operations/identity."), 0u);
  const Operation operation = Finished(stage, begun.name());
  v1::EchoResponse result;
  ASSERT_TRUE(operation.response().UnpackTo(&result));
  EXPECT_EQ(result.text(), "copied");
  EXPECT_EQ(ProgressOf(operation).done(), 35);
  EXPECT_EQ(ProgressOf(operation).total(), 35);
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note"), "35");
}

TEST(Operations, GoOnWhereTheyWereWhenTheProcessComesBack) {
  Stage stage;
  const Operation begun = Copy(stage, "note", 20'000);
  ASSERT_TRUE(stage.Becomes("SELECT progress_done >= 20 FROM identity.operation"));
  stage.Stop();
  EXPECT_EQ(stage.Ask("SELECT state FROM identity.operation"), "1") << "it was not yet done";
  EXPECT_EQ(stage.Ask("SELECT (SELECT count(*) FROM identity.note) = progress_done"
                      " FROM identity.operation"),
            "t");
  stage.Start();
  EXPECT_TRUE(stage.Becomes("SELECT progress_done > 200 FROM identity.operation"));
  stage.Stop();
  EXPECT_EQ(stage.Ask("SELECT (SELECT count(*) FROM identity.note) = progress_done"
                      " AND (SELECT count(DISTINCT text) FROM identity.note) = progress_done"
                      " FROM identity.operation"),
            "t")
      << "no copy twice, none left out";
  stage.Start();
}

TEST(Operations, StopWhenAskedAndKeepWhatTheyDid) {
  Stage stage;
  const Operation begun = Copy(stage, "note", 100'000);
  rpc::v1::CancelOperationRequest cancel;
  cancel.set_name(begun.name());
  cancel.set_request_id(NewRequestId());
  Operation operation;
  const auto status =
      Operations(stage)->CancelOperation(stage.As(Stage::Clerk()).get(), cancel, &operation);
  ASSERT_TRUE(status.ok()) << status.error_message();
  operation = Finished(stage, begun.name());
  EXPECT_EQ(ProgressOf(operation).state(), rpc::v1::OperationProgress::STATE_CANCELLED);
  EXPECT_EQ(stage.Ask("SELECT (SELECT count(*) FROM identity.note) = progress_done"
                      " FROM identity.operation"),
            "t");
}

TEST(Operations, FailWithTheReasonOfTheStep) {
  Stage stage;
  const Operation operation = Finished(stage, Copy(stage, "fail", 5).name());
  EXPECT_EQ(operation.error().code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(rpc::ReasonOf(rpc::ToStatus(operation.error())), "CANNOT_COPY");
}

TEST(Operations, ThatBreakStopNoOthersAndFailInTheEnd) {
  Stage stage;
  const std::string broken = Copy(stage, "break", 5).name();
  const Operation whole = Finished(stage, Copy(stage, "note", 50).name());
  EXPECT_TRUE(whole.has_response());
  const Operation operation = Finished(stage, broken);
  EXPECT_EQ(rpc::ReasonOf(rpc::ToStatus(operation.error())), "INCIDENT");
  EXPECT_EQ(operation.error().message().find("breaks"), std::string::npos);
}

TEST(Operations, AreSeenByWhoStartedThemAndByTheCountysAuditors) {
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

TEST(Operations, AreListedInPagesNewestFirst) {
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
        Operations(stage)->ListOperations(stage.As(Stage::Clerk()).get(), request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_LE(page.operations_size(), 2);
    for (const auto& operation : page.operations()) listed.push_back(operation.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, names);
}

TEST(Operations, RefuseNamesOfNothing) {
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
