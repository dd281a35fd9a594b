#include "services/registry/import_desk.h"

#include <thread>

#include "google/rpc/error_details.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"

namespace qianmo::registry {
namespace {

std::string ReasonOf(const google::rpc::Status& status) {
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return status.message();
}

}  // namespace

ImportDesk::ImportDesk()
    : stub_(v1::ImportsService::NewStub(county_.archive().server().InProcess())),
      maker_(county_.Clerk(county_.village())),
      checker_(County::Officer(rpc::v1::ROLE_TOWNSHIP_APPROVER, county_.township().org_path())) {}

v1::ImportHouseholdsRequest ImportDesk::Table(const rpc::v1::Caller& maker,
                                              const std::string& content) {
  v1::ImportHouseholdsRequest request;
  request.set_parent(kCountyName);
  request.set_request_id(NewRequestId());
  request.set_file(county_.archive().Bring(maker, content, "户.csv"));
  request.set_collective(county_.village().name());
  *request.mutable_effective_date() = Day("2026-01-01");
  request.set_ground("成员大会决议");
  return request;
}

ImportEnd ImportDesk::Check(const rpc::v1::Caller& maker,
                            const v1::ImportHouseholdsRequest& request) {
  const auto begun = Ask(maker, &Imports::ImportHouseholds, request);
  if (!begun.ok()) return {false, begun.reason(), {}};
  return Await(maker, begun.reply.name());
}

ImportEnd ImportDesk::Check(const rpc::v1::Caller& maker, const std::string& content) {
  return Check(maker, Table(maker, content));
}

ImportEnd ImportDesk::CheckAssets(const rpc::v1::Caller& maker, const std::string& content,
                                  bool skip_bad_rows) {
  v1::ImportAssetsRequest request;
  request.set_parent(kCountyName);
  request.set_request_id(NewRequestId());
  request.set_file(county_.archive().Bring(maker, content, "资产.csv"));
  request.set_collective(county_.village().name());
  request.set_skip_bad_rows(skip_bad_rows);
  *request.mutable_effective_date() = Day("2026-01-01");
  request.set_ground("清产核资");
  const auto begun = Ask(maker, &Imports::ImportAssets, request);
  if (!begun.ok()) return {false, begun.reason(), {}};
  return Await(maker, begun.reply.name());
}

ImportEnd ImportDesk::Confirm(const rpc::v1::Caller& checker, const std::string& import) {
  const auto begun = Ask(checker, &Imports::ConfirmImport, Named<v1::ConfirmImportRequest>(import));
  if (!begun.ok()) return {false, begun.reason(), {}};
  return Await(checker, begun.reply.name());
}

ImportEnd ImportDesk::Await(const rpc::v1::Caller& caller, const std::string& operation) {
  const auto stub = rpc::v1::OperationsService::NewStub(county_.archive().server().InProcess());
  rpc::v1::GetOperationRequest request;
  request.set_name(operation);
  for (int i = 0; i < 3'000; ++i) {
    google::longrunning::Operation now;
    const auto context = county_.archive().As(caller);
    const auto status = stub->GetOperation(context.get(), request, &now);
    if (!status.ok()) throw std::runtime_error(status.error_message());
    if (now.has_error()) return {false, ReasonOf(now.error()), {}};
    if (now.done()) {
      ImportEnd end{true, "", {}};
      now.response().UnpackTo(&end.import);
      return end;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("an operation did not end");
}

std::string ImportDesk::Contents() {
  return county_.archive().Query(
      "SELECT (SELECT count(*) FROM registry.household) || ' ' ||"
      " (SELECT count(*) FROM registry.member) || ' ' ||"
      " (SELECT count(*) FROM registry.member_event) || ' ' ||"
      " (SELECT count(*) FROM registry.personal_key) || ' ' ||"
      " (SELECT count(*) FROM registry.unit_holding) || ' ' ||"
      " (SELECT coalesce(sum(outstanding), 0) FROM registry.unit_total)");
}

}  // namespace qianmo::registry
