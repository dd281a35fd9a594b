// What the tests of long work do to it: start it, ask for it, wait for it.
#pragma once

#include <memory>
#include <string>

#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "services/rpc/stage.h"

namespace qianmo::test {

// Starts a copy of a note as the clerk: `copies` units of work, ten a step.
google::longrunning::Operation Copy(Stage& stage, const std::string& note_id, int copies);
std::unique_ptr<rpc::v1::OperationsService::Stub> OperationsStub(Stage& stage);
grpc::Status Get(Stage& stage, const std::string& name, google::longrunning::Operation* operation,
                 const rpc::v1::Caller& caller = Stage::Clerk());
// Waits for its end, ten seconds at the most.
google::longrunning::Operation Finished(Stage& stage, const std::string& name);
rpc::v1::OperationProgress ProgressOf(const google::longrunning::Operation& operation);

}  // namespace qianmo::test
