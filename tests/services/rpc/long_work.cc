#include "services/rpc/long_work.h"

#include <thread>

#include <gtest/gtest.h>

#include "support/becomes.h"

namespace qianmo::test {

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

std::unique_ptr<rpc::v1::OperationsService::Stub> OperationsStub(Stage& stage) {
  return rpc::v1::OperationsService::NewStub(stage.server().InProcess());
}

grpc::Status Get(Stage& stage, const std::string& name, Operation* operation,
                 const rpc::v1::Caller& caller) {
  rpc::v1::GetOperationRequest request;
  request.set_name(name);
  return OperationsStub(stage)->GetOperation(stage.As(caller).get(), request, operation);
}

Operation Finished(Stage& stage, const std::string& name) {
  Operation operation;
  EXPECT_TRUE(support::Becomes([&] {
    EXPECT_TRUE(Get(stage, name, &operation).ok());
    return operation.done();
  }));
  return operation;
}

rpc::v1::OperationProgress ProgressOf(const Operation& operation) {
  rpc::v1::OperationProgress progress;
  operation.metadata().UnpackTo(&progress);
  return progress;
}

}  // namespace qianmo::test
