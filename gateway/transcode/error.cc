#include "gateway/transcode/error.h"

#include "gateway/transcode/json_path.h"
#include "gateway/transcode/json_write.h"
#include "google/rpc/error_details.pb.h"
#include "rpc/status.h"

namespace qianmo::gateway {
namespace {

using grpc::StatusCode;

struct Code {
  int grpc;
  int http;
  const char* name;
  const char* message;  // where upstream's own words must not get out
};

constexpr Code kCodes[] = {
    {StatusCode::OK, 200, "OK", ""},
    {StatusCode::CANCELLED, 499, "CANCELLED", "the call was cancelled"},
    {StatusCode::UNKNOWN, 500, "UNKNOWN", "something went wrong here"},
    {StatusCode::INVALID_ARGUMENT, 400, "INVALID_ARGUMENT", "the request is not valid"},
    {StatusCode::DEADLINE_EXCEEDED, 504, "DEADLINE_EXCEEDED", "it took too long"},
    {StatusCode::NOT_FOUND, 404, "NOT_FOUND", "there is no such thing"},
    {StatusCode::ALREADY_EXISTS, 409, "ALREADY_EXISTS", "it exists already"},
    {StatusCode::PERMISSION_DENIED, 403, "PERMISSION_DENIED", "not allowed"},
    {StatusCode::RESOURCE_EXHAUSTED, 429, "RESOURCE_EXHAUSTED", "too much at once"},
    {StatusCode::FAILED_PRECONDITION, 400, "FAILED_PRECONDITION", "not in this state"},
    {StatusCode::ABORTED, 409, "ABORTED", "others got in the way, try again"},
    {StatusCode::OUT_OF_RANGE, 400, "OUT_OF_RANGE", "out of range"},
    {StatusCode::UNIMPLEMENTED, 501, "UNIMPLEMENTED", "there is no such method"},
    {StatusCode::INTERNAL, 500, "INTERNAL", "something went wrong here"},
    {StatusCode::UNAVAILABLE, 503, "UNAVAILABLE", "the service cannot be reached just now"},
    {StatusCode::DATA_LOSS, 500, "DATA_LOSS", "something went wrong here"},
    {StatusCode::UNAUTHENTICATED, 401, "UNAUTHENTICATED", "sign in first"},
};

const Code& Find(int grpc_code) {
  for (const Code& code : kCodes) {
    if (code.grpc == grpc_code) return code;
  }
  return kCodes[StatusCode::UNKNOWN];
}

const char* ReasonOfTransport(int grpc_code) {
  switch (grpc_code) {
    case StatusCode::UNAVAILABLE:
      return "TEMPORARILY_UNAVAILABLE";
    case StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case StatusCode::CANCELLED:
      return "CANCELLED";
    case StatusCode::RESOURCE_EXHAUSTED:
      return "OVERLOADED";
    case StatusCode::UNIMPLEMENTED:
      return "METHOD_NOT_SERVED";
    default:
      return "INCIDENT";
  }
}

// Every type of detail that clients may see; others could carry what we have not looked at.
bool MayLeave(const google::protobuf::Any& detail) {
  return detail.Is<google::rpc::ErrorInfo>() || detail.Is<google::rpc::BadRequest>() ||
         detail.Is<google::rpc::RetryInfo>() || detail.Is<google::rpc::QuotaFailure>() ||
         detail.Is<google::rpc::PreconditionFailure>() || detail.Is<google::rpc::ResourceInfo>() ||
         detail.Is<google::rpc::LocalizedMessage>() || detail.Is<google::rpc::Help>();
}

// Whole seconds, rounded up, as Retry-After wants them; 0 for none.
std::int64_t RetryAfter(const google::rpc::Status& status) {
  for (const auto& detail : status.details()) {
    google::rpc::RetryInfo retry;
    if (!detail.UnpackTo(&retry)) continue;
    return std::max<std::int64_t>(
        1, retry.retry_delay().seconds() + (retry.retry_delay().nanos() > 0 ? 1 : 0));
  }
  return 0;
}

// Who finds nobody there is told when to come back.
google::rpc::Status WithRetry(google::rpc::Status status) {
  if (status.code() != StatusCode::UNAVAILABLE || RetryAfter(status) > 0) return status;
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(1);
  status.add_details()->PackFrom(retry);
  return status;
}

}  // namespace

int HttpCodeOf(int grpc_code) { return Find(grpc_code).http; }

google::rpc::Status ForOutside(const grpc::Status& status) {
  google::rpc::Status sent;
  google::rpc::Status outside;
  outside.set_code(Find(status.error_code()).grpc);
  // Our services' statuses have details; those that the transport makes up have none.
  if (sent.ParseFromString(status.error_details()) && sent.code() == status.error_code() &&
      sent.details_size() > 0) {
    outside.set_message(sent.message());
    for (const auto& detail : sent.details()) {
      if (MayLeave(detail)) *outside.add_details() = detail;
    }
    return WithRetry(std::move(outside));
  }
  outside.set_message(Find(outside.code()).message);
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonOfTransport(outside.code()));
  info.set_domain(rpc::kErrorDomain);
  outside.add_details()->PackFrom(info);
  return WithRetry(std::move(outside));
}

google::rpc::Status ForOutside(const grpc::Status& status, const Route& route) {
  return InJsonNames(ForOutside(status), *route.method->input_type());
}

std::string ErrorJson(const google::rpc::Status& status, const std::string& trace_id,
                      int http_code) {
  const Code& code = Find(status.code());
  std::string json = "{\"error\":{\"code\":";
  json += std::to_string(http_code == 0 ? code.http : http_code);
  json += ",\"message\":";
  WriteJsonString(status.message(), &json);
  json += ",\"status\":\"";
  json += code.name;
  json += "\",\"details\":[";
  for (const auto& detail : status.details()) {
    WriteJson(detail, &json);
    json += ',';
  }
  google::rpc::RequestInfo request;
  request.set_request_id(trace_id);
  google::protobuf::Any any;
  any.PackFrom(request);
  WriteJson(any, &json);
  json += "]}}";
  return json;
}

HttpResponse ErrorResponse(const google::rpc::Status& status, const std::string& trace_id,
                           int http_code) {
  HttpResponse response;
  response.status = http_code == 0 ? HttpCodeOf(status.code()) : http_code;
  response.headers.Add("Content-Type", "application/json; charset=utf-8");
  response.headers.Add("Cache-Control", "no-store");
  if (response.status == 401) response.headers.Add("WWW-Authenticate", "Bearer realm=\"qianmo\"");
  if (const auto wait = RetryAfter(status); wait > 0) {
    response.headers.Add("Retry-After", std::to_string(wait));
  }
  response.body = ErrorJson(status, trace_id, http_code);
  return response;
}

HttpResponse ErrorResponse(const Refusal& refusal, const std::string& trace_id, int http_code) {
  return ErrorResponse(WithRetry(rpc::ToProto(refusal)), trace_id, http_code);
}

}  // namespace qianmo::gateway
