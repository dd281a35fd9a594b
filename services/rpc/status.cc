#include "rpc/status.h"

#include <stdexcept>

#include "google/rpc/error_details.pb.h"

namespace qianmo::rpc {
namespace {

grpc::StatusCode CodeOf(Refusal::Kind kind) {
  switch (kind) {
    case Refusal::Kind::kInvalid:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case Refusal::Kind::kNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case Refusal::Kind::kExists:
      return grpc::StatusCode::ALREADY_EXISTS;
    case Refusal::Kind::kPrecondition:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case Refusal::Kind::kConflict:
      return grpc::StatusCode::ABORTED;
    case Refusal::Kind::kDenied:
      return grpc::StatusCode::PERMISSION_DENIED;
    case Refusal::Kind::kExhausted:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case Refusal::Kind::kUnauthenticated:
      return grpc::StatusCode::UNAUTHENTICATED;
  }
  return grpc::StatusCode::INTERNAL;
}

Refusal::Kind KindOf(int code) {
  for (const auto kind :
       {Refusal::Kind::kInvalid, Refusal::Kind::kNotFound, Refusal::Kind::kExists,
        Refusal::Kind::kPrecondition, Refusal::Kind::kConflict, Refusal::Kind::kDenied,
        Refusal::Kind::kExhausted, Refusal::Kind::kUnauthenticated}) {
    if (CodeOf(kind) == code) return kind;
  }
  throw std::invalid_argument("no refusal has the code " + std::to_string(code));
}

google::rpc::ErrorInfo InfoOf(const Refusal& refusal) {
  google::rpc::ErrorInfo info;
  info.set_reason(refusal.reason);
  info.set_domain(kErrorDomain);
  for (const auto& [key, value] : refusal.metadata) (*info.mutable_metadata())[key] = value;
  if (!refusal.article.empty()) (*info.mutable_metadata())["article"] = refusal.article;
  return info;
}

google::rpc::RetryInfo RetryAfter(std::chrono::milliseconds wait) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(wait.count() / 1000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int>(wait.count() % 1000) * 1'000'000);
  return retry;
}

}  // namespace

google::rpc::Status ToProto(const Refusal& refusal) {
  google::rpc::Status status;
  status.set_code(CodeOf(refusal.kind));
  status.set_message(refusal.message);
  status.add_details()->PackFrom(InfoOf(refusal));
  if (!refusal.fields.empty()) {
    google::rpc::BadRequest bad;
    for (const auto& field : refusal.fields) {
      auto* violation = bad.add_field_violations();
      violation->set_field(field.path);
      violation->set_description(field.description);
    }
    status.add_details()->PackFrom(bad);
  }
  if (refusal.retry_after) status.add_details()->PackFrom(RetryAfter(*refusal.retry_after));
  return status;
}

Refusal FromProto(const google::rpc::Status& status) {
  Refusal refusal{KindOf(status.code()), "", status.message()};
  for (const auto& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      refusal.reason = info.reason();
      for (const auto& [key, value] : info.metadata()) {
        if (key == "article") {
          refusal.article = value;
        } else {
          refusal.metadata.emplace_back(key, value);
        }
      }
    } else if (detail.UnpackTo(&bad)) {
      for (const auto& field : bad.field_violations()) {
        refusal.fields.push_back({field.field(), field.description()});
      }
    } else if (detail.UnpackTo(&retry)) {
      refusal.retry_after = std::chrono::milliseconds(retry.retry_delay().seconds() * 1000 +
                                                      retry.retry_delay().nanos() / 1'000'000);
    }
  }
  return refusal;
}

grpc::Status ToStatus(const google::rpc::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()), status.message(),
          status.SerializeAsString()};
}

grpc::Status ToStatus(const Refusal& refusal) { return ToStatus(ToProto(refusal)); }

grpc::Status Trouble(grpc::StatusCode code, const std::string& message,
                     const std::string& incident) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(code == grpc::StatusCode::UNAVAILABLE ? "TEMPORARILY_UNAVAILABLE" : "INCIDENT");
  info.set_domain(kErrorDomain);
  (*info.mutable_metadata())["incident"] = incident;
  status.add_details()->PackFrom(info);
  return ToStatus(status);
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status proto;
  if (!proto.ParseFromString(status.error_details())) return "";
  for (const auto& detail : proto.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

}  // namespace qianmo::rpc
