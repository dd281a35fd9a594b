#include "gateway/transcode/error.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "rpc/status.h"

namespace qianmo::gateway {
namespace {

TEST(HttpCodeOf, KnowsEveryGrpcCode) {
  const int codes[] = {200, 499, 500, 400, 504, 404, 409, 403, 429,
                       400, 409, 400, 501, 500, 503, 500, 401};
  for (int code = 0; code < 17; ++code) EXPECT_EQ(HttpCodeOf(code), codes[code]) << code;
  EXPECT_EQ(HttpCodeOf(99), 500);
  EXPECT_EQ(HttpCodeOf(-1), 500);
}

TEST(ForOutside, HidesWhatTheTransportSays) {
  const grpc::Status away(grpc::StatusCode::UNAVAILABLE,
                          "failed to connect to ipv4:10.0.0.7:7401: Connection refused");
  const std::string json = ErrorJson(ForOutside(away), "t");
  EXPECT_EQ(json.find("10.0.0.7"), json.npos);
  EXPECT_NE(json.find("TEMPORARILY_UNAVAILABLE"), json.npos);
  EXPECT_NE(json.find("\"code\":503"), json.npos);
  // Details that do not belong to the status are no proof that a service of ours speaks.
  const grpc::Status forged(grpc::StatusCode::INTERNAL, "std::bad_alloc at 0x7f", "not a status");
  EXPECT_EQ(ForOutside(forged).message(), "something went wrong here");
}

TEST(ForOutside, KeepsTheDetailsOfOurServicesAndNoOthers) {
  Refusal refusal = Refusal::InvalidField("account.name", "is too long");
  google::rpc::Status status = rpc::ToProto(refusal);
  google::rpc::DebugInfo debug;
  debug.set_detail("stack");
  status.add_details()->PackFrom(debug);
  const auto outside = ForOutside(rpc::ToStatus(status));
  EXPECT_EQ(outside.message(), "account.name: is too long");
  EXPECT_EQ(outside.details_size(), 2);
  EXPECT_EQ(ErrorJson(outside, "t").find("stack"), std::string::npos);
}

TEST(ErrorResponse, HasTheFormOfAip193) {
  const HttpResponse response = ErrorResponse(
      Refusal{Refusal::Kind::kNotFound, "NO_SUCH_PATH", "there is nothing \"here\""}, "4bf9");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.headers.Get("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(response.body,
            "{\"error\":{\"code\":404,\"message\":\"there is nothing \\\"here\\\"\","
            "\"status\":\"NOT_FOUND\",\"details\":["
            "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"NO_SUCH_PATH\","
            "\"domain\":\"qianmo.cn\",\"metadata\":{}},"
            "{\"@type\":\"type.googleapis.com/google.rpc.RequestInfo\",\"requestId\":\"4bf9\","
            "\"servingData\":\"\"}]}}");
}

TEST(ErrorResponse, SaysWhenToComeBackAndHowToSignIn) {
  const auto busy = [](std::chrono::milliseconds wait) {
    return ErrorResponse(
        {.kind = Refusal::Kind::kExhausted, .reason = "BUSY", .message = "", .retry_after = wait},
        "t");
  };
  EXPECT_EQ(busy(std::chrono::milliseconds(200)).headers.Get("Retry-After"), "1");
  EXPECT_EQ(busy(std::chrono::milliseconds(2'000)).headers.Get("Retry-After"), "2");
  EXPECT_EQ(busy(std::chrono::milliseconds(2'001)).headers.Get("Retry-After"), "3");
  const auto stranger = ErrorResponse(Refusal{Refusal::Kind::kUnauthenticated, "R", ""}, "t");
  EXPECT_EQ(stranger.status, 401);
  EXPECT_NE(stranger.headers.Get("WWW-Authenticate"), "");
  const auto other = ErrorResponse(Refusal{Refusal::Kind::kInvalid, "R", ""}, "t", 415);
  EXPECT_EQ(other.status, 415);
  EXPECT_NE(other.body.find("\"code\":415"), std::string::npos);
}

}  // namespace
}  // namespace qianmo::gateway
