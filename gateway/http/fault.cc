#include "gateway/http/fault.h"

#include "rpc/log.h"
#include "rpc/status.h"

namespace qianmo::gateway {
namespace {

// The google.rpc.Code that AIP-193 pairs with an HTTP status.
std::string_view CodeName(int status) {
  switch (status) {
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "NOT_FOUND";
    case 429:
      return "RESOURCE_EXHAUSTED";
    case 500:
      return "INTERNAL";
    case 501:
    case 505:
      return "UNIMPLEMENTED";
    case 503:
      return "UNAVAILABLE";
    case 408:
      return "DEADLINE_EXCEEDED";
    default:
      return "INVALID_ARGUMENT";
  }
}

}  // namespace

HttpResponse Refuse(const Fault& fault) {
  HttpResponse response;
  response.status = fault.status;
  response.headers.Add("Content-Type", "application/json; charset=utf-8");
  std::string& body = response.body;
  body = "{\"error\":{\"code\":" + std::to_string(fault.status) +
         ",\"message\":" + rpc::JsonString(fault.message) + ",\"status\":\"";
  body += CodeName(fault.status);
  body += "\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"";
  body += fault.reason;
  body += "\",\"domain\":\"";
  body += rpc::kErrorDomain;
  body += "\"}";
  if (fault.retry_after.count() > 0) {
    const std::string seconds = std::to_string(fault.retry_after.count());
    response.headers.Add("Retry-After", seconds);
    body += ",{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"" + seconds +
            "s\"}";
  }
  body += "]}}";
  return response;
}

}  // namespace qianmo::gateway
