#include <set>

#include <grpcpp/support/status_code_enum.h>
#include <gtest/gtest.h>

#include "rpc/courier.h"

namespace qianmo::rpc {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, DoublesFromAFifthOfASecondToAMinute) {
  const struct {
    int attempts;
    Duration wait;
  } cases[] = {
      {-1, milliseconds(200)},     {0, milliseconds(200)},         {1, milliseconds(200)},
      {2, milliseconds(400)},      {3, milliseconds(800)},         {4, milliseconds(1'600)},
      {8, milliseconds(25'600)},   {9, milliseconds(51'200)},      {10, milliseconds(60'000)},
      {11, milliseconds(60'000)},  {21, milliseconds(60'000)},     {22, milliseconds(60'000)},
      {100, milliseconds(60'000)}, {1 << 30, milliseconds(60'000)}};
  for (const auto& c : cases) EXPECT_EQ(Backoff(c.attempts), c.wait) << c.attempts;
}

TEST(Backoff, NeverGetsShorter) {
  for (int attempts = 1; attempts < 200; ++attempts) {
    EXPECT_LE(Backoff(attempts), Backoff(attempts + 1)) << attempts;
  }
}

TEST(IsPoison, TellsApartWhatCanNeverSucceedWhatMayAndWhatMustWait) {
  enum Verdict { kNever, kAtOnce, kAfterTwelve };
  const struct {
    grpc::StatusCode code;
    Verdict verdict;
  } cases[] = {{grpc::StatusCode::CANCELLED, kNever},
               {grpc::StatusCode::UNKNOWN, kAfterTwelve},
               {grpc::StatusCode::INVALID_ARGUMENT, kAtOnce},
               {grpc::StatusCode::DEADLINE_EXCEEDED, kNever},
               {grpc::StatusCode::NOT_FOUND, kAtOnce},
               {grpc::StatusCode::ALREADY_EXISTS, kAtOnce},
               {grpc::StatusCode::PERMISSION_DENIED, kAtOnce},
               {grpc::StatusCode::RESOURCE_EXHAUSTED, kNever},
               {grpc::StatusCode::FAILED_PRECONDITION, kAfterTwelve},
               {grpc::StatusCode::ABORTED, kAfterTwelve},
               {grpc::StatusCode::OUT_OF_RANGE, kAtOnce},
               {grpc::StatusCode::UNIMPLEMENTED, kAtOnce},
               {grpc::StatusCode::INTERNAL, kAfterTwelve},
               {grpc::StatusCode::UNAVAILABLE, kNever},
               {grpc::StatusCode::DATA_LOSS, kAfterTwelve},
               {grpc::StatusCode::UNAUTHENTICATED, kAfterTwelve}};
  std::set<int> covered;
  for (const auto& c : cases) {
    SCOPED_TRACE(c.code);
    covered.insert(c.code);
    EXPECT_EQ(IsSilence(c.code), c.verdict == kNever);
    EXPECT_EQ(IsPoison(c.code, 0), c.verdict == kAtOnce);
    EXPECT_EQ(IsPoison(c.code, 10), c.verdict == kAtOnce);
    EXPECT_EQ(IsPoison(c.code, 11), c.verdict != kNever);
    EXPECT_EQ(IsPoison(c.code, 1'000'000), c.verdict != kNever);
  }
  EXPECT_EQ(covered.size(), 16u) << "every code of gRPC but OK";
}

}  // namespace
}  // namespace qianmo::rpc
