// Long work: it shows how far it is, survives the process, and stops when asked.
#include "rpc/operations.h"

#include <thread>

#include <gtest/gtest.h>

#include "rpc/status.h"
#include "services/rpc/long_work.h"

namespace qianmo::test {
namespace {

using google::longrunning::Operation;

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

TEST(Operations, KeepNothingInClearOfWhatTheyAreAbout) {
  Stage stage;
  const Operation begun = Copy(stage, "a telling note", 25);
  Finished(stage, begun.name());
  EXPECT_EQ(stage.Ask("SELECT position('a telling note'::bytea IN request) = 0"
                      " AND position('copied'::bytea IN result) = 0"
                      " AND octet_length(request) > 0 AND octet_length(result) > 0"
                      " FROM identity.operation"),
            "t");
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
      OperationsStub(stage)->CancelOperation(stage.As(Stage::Clerk()).get(), cancel, &operation);
  ASSERT_TRUE(status.ok()) << status.error_message();
  operation = Finished(stage, begun.name());
  EXPECT_EQ(ProgressOf(operation).state(), rpc::v1::OperationProgress::STATE_CANCELLED);
  EXPECT_EQ(stage.Ask("SELECT (SELECT count(*) FROM identity.note) = progress_done"
                      " FROM identity.operation"),
            "t");
  EXPECT_EQ(stage.notebook().abandoned, 1) << "the job was told";
}

TEST(Operations, FailWithTheReasonOfTheStep) {
  Stage stage;
  const Operation operation = Finished(stage, Copy(stage, "fail", 5).name());
  EXPECT_EQ(operation.error().code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(rpc::ReasonOf(rpc::ToStatus(operation.error())), "CANNOT_COPY");
  EXPECT_EQ(stage.notebook().abandoned, 0) << "it said so itself";
}

TEST(Operations, OfAKindThatIsUnknownHereHoldUpNoOthers) {
  Stage stage;
  const std::string foreign = Copy(stage, "note", 1'000).name();
  stage.database().Execute("UPDATE identity.operation SET kind = 'elsewhere'");
  EXPECT_TRUE(Finished(stage, Copy(stage, "note", 5).name()).has_response());
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.operation WHERE state = 1"), "1");
}

TEST(Operations, ThatBreakStopNoOthersAndFailInTheEnd) {
  Stage stage;
  const std::string broken = Copy(stage, "break", 5).name();
  const Operation whole = Finished(stage, Copy(stage, "note", 50).name());
  EXPECT_TRUE(whole.has_response());
  const Operation operation = Finished(stage, broken);
  EXPECT_EQ(rpc::ReasonOf(rpc::ToStatus(operation.error())), "INCIDENT");
  EXPECT_EQ(operation.error().message().find("breaks"), std::string::npos);
  EXPECT_EQ(stage.notebook().abandoned, 1);
}

}  // namespace
}  // namespace qianmo::test
