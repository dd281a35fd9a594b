#include "rpc/status.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace qianmo::rpc {
namespace {

using std::chrono::milliseconds;

constexpr struct {
  Refusal::Kind kind;
  grpc::StatusCode code;
} kKinds[] = {{Refusal::Kind::kInvalid, grpc::StatusCode::INVALID_ARGUMENT},
              {Refusal::Kind::kNotFound, grpc::StatusCode::NOT_FOUND},
              {Refusal::Kind::kExists, grpc::StatusCode::ALREADY_EXISTS},
              {Refusal::Kind::kPrecondition, grpc::StatusCode::FAILED_PRECONDITION},
              {Refusal::Kind::kConflict, grpc::StatusCode::ABORTED},
              {Refusal::Kind::kDenied, grpc::StatusCode::PERMISSION_DENIED},
              {Refusal::Kind::kExhausted, grpc::StatusCode::RESOURCE_EXHAUSTED},
              {Refusal::Kind::kUnauthenticated, grpc::StatusCode::UNAUTHENTICATED}};

// The only detail of its type, or an empty one.
template <class Detail>
Detail DetailOf(const google::rpc::Status& status) {
  Detail found;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&found)) return found;
  }
  return {};
}

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status proto;
  EXPECT_TRUE(proto.ParseFromString(status.error_details()));
  return proto;
}

std::vector<std::pair<std::string, std::string>> Sorted(
    std::vector<std::pair<std::string, std::string>> metadata) {
  std::sort(metadata.begin(), metadata.end());
  return metadata;
}

void ExpectComesBack(const Refusal& refusal) {
  google::rpc::Status carried;
  ASSERT_TRUE(carried.ParseFromString(ToProto(refusal).SerializeAsString()));
  const Refusal back = FromProto(carried);
  EXPECT_EQ(back.kind, refusal.kind);
  EXPECT_EQ(back.reason, refusal.reason);
  EXPECT_EQ(back.message, refusal.message);
  EXPECT_EQ(back.article, refusal.article);
  EXPECT_EQ(Sorted(back.metadata), Sorted(refusal.metadata));
  EXPECT_EQ(back.retry_after, refusal.retry_after);
  ASSERT_EQ(back.fields.size(), refusal.fields.size());
  for (std::size_t i = 0; i < back.fields.size(); ++i) {
    EXPECT_EQ(back.fields[i].path, refusal.fields[i].path);
    EXPECT_EQ(back.fields[i].description, refusal.fields[i].description);
  }
}

TEST(Status, GivesEveryKindItsCodeAndTakesItBack) {
  for (const auto& [kind, code] : kKinds) {
    const Refusal refusal{kind, "SOME_REASON", "a sentence"};
    EXPECT_EQ(ToProto(refusal).code(), code);
    EXPECT_EQ(ToStatus(refusal).error_code(), code);
    ExpectComesBack(refusal);
  }
}

TEST(Status, TakesNothingBackThatNoRefusalHas) {
  std::set<int> codes;
  for (const auto& [kind, code] : kKinds) codes.insert(code);
  ASSERT_EQ(codes.size(), 8u);
  for (int code = -1; code <= 17; ++code) {
    if (codes.contains(code)) continue;
    google::rpc::Status status;
    status.set_code(code);
    EXPECT_THROW(FromProto(status), std::invalid_argument) << code;
  }
}

TEST(Status, CarriesReasonDomainAndMetadata) {
  const auto proto = ToProto(Refusal{Refusal::Kind::kConflict, "BID_TOO_LOW", "at least 100 more"}
                                 .With("minimum_fen", "10000")
                                 .With("lot", "叁号地"));
  EXPECT_EQ(proto.message(), "at least 100 more");
  ASSERT_EQ(proto.details_size(), 1);
  const auto info = DetailOf<google::rpc::ErrorInfo>(proto);
  EXPECT_EQ(info.reason(), "BID_TOO_LOW");
  EXPECT_EQ(info.domain(), "qianmo.cn");
  EXPECT_EQ(info.metadata_size(), 2);
  EXPECT_EQ(info.metadata().at("minimum_fen"), "10000");
  EXPECT_EQ(info.metadata().at("lot"), "叁号地");
}

TEST(Status, CarriesTheArticleOfTheLaw) {
  const Refusal refusal = Refusal{Refusal::Kind::kDenied, "MAKER_IS_CHECKER", "not the same person"}
                              .With("person", "0192")
                              .Under("农村集体经济组织法 第二十八条");
  const auto info = DetailOf<google::rpc::ErrorInfo>(ToProto(refusal));
  EXPECT_EQ(info.metadata().at("article"), "农村集体经济组织法 第二十八条");
  ExpectComesBack(refusal);
}

TEST(Status, CarriesEveryFieldInOrder) {
  Refusal refusal{Refusal::Kind::kInvalid, "INVALID_FIELD", "text is required"};
  refusal.fields = {{"text", "is required"}, {"tags[1]", "must be lower-case"}, {"text", "again"}};
  const auto bad = DetailOf<google::rpc::BadRequest>(ToProto(refusal));
  ASSERT_EQ(bad.field_violations_size(), 3);
  EXPECT_EQ(bad.field_violations(1).field(), "tags[1]");
  EXPECT_EQ(bad.field_violations(1).description(), "must be lower-case");
  ExpectComesBack(refusal);
  ExpectComesBack(Refusal::InvalidField("name", "must be like counties/*"));
}

TEST(Status, CarriesHowLongToWait) {
  for (const auto wait : {milliseconds(0), milliseconds(1), milliseconds(200), milliseconds(999),
                          milliseconds(1000), milliseconds(1001), milliseconds(86'400'123)}) {
    Refusal refusal{Refusal::Kind::kExhausted, "OVERLOADED", "later"};
    refusal.retry_after = wait;
    const auto delay = DetailOf<google::rpc::RetryInfo>(ToProto(refusal)).retry_delay();
    EXPECT_EQ(delay.seconds(), wait.count() / 1000);
    EXPECT_EQ(delay.nanos(), wait.count() % 1000 * 1'000'000);
    ExpectComesBack(refusal);
  }
}

TEST(Status, CarriesAllOfItAtOnce) {
  Refusal refusal =
      Refusal{Refusal::Kind::kExhausted, "R", "m"}.With("a", "1").With("b", "").Under("第一条");
  refusal.fields = {{"text", "is required"}};
  refusal.retry_after = milliseconds(1);
  EXPECT_EQ(ToProto(refusal).details_size(), 3);
  ExpectComesBack(refusal);
}

TEST(Status, PutsTheWholeStatusIntoTheDetailsOfGrpc) {
  const Refusal refusal{Refusal::Kind::kNotFound, "NO_SUCH_LOT", "there is no such lot"};
  const grpc::Status status = ToStatus(refusal);
  EXPECT_EQ(status.error_message(), "there is no such lot");
  EXPECT_EQ(DetailsOf(status).SerializeAsString(), ToProto(refusal).SerializeAsString());
}

TEST(Trouble, NamesTheIncident) {
  for (const auto code :
       {grpc::StatusCode::INTERNAL, grpc::StatusCode::UNKNOWN, grpc::StatusCode::DEADLINE_EXCEEDED,
        grpc::StatusCode::ABORTED, grpc::StatusCode::UNAVAILABLE}) {
    const grpc::Status status = Trouble(code, "something went wrong", "4bf92f");
    EXPECT_EQ(status.error_code(), code);
    EXPECT_EQ(status.error_message(), "something went wrong");
    const auto proto = DetailsOf(status);
    EXPECT_EQ(proto.code(), code);
    EXPECT_EQ(proto.message(), "something went wrong");
    const auto info = DetailOf<google::rpc::ErrorInfo>(proto);
    EXPECT_EQ(info.domain(), "qianmo.cn");
    EXPECT_EQ(info.metadata().at("incident"), "4bf92f");
    EXPECT_EQ(ReasonOf(status),
              code == grpc::StatusCode::UNAVAILABLE ? "TEMPORARILY_UNAVAILABLE" : "INCIDENT");
  }
}

TEST(ReasonOf, FindsTheReasonBesideOtherDetails) {
  Refusal refusal{Refusal::Kind::kInvalid, "INVALID_FIELD", "m"};
  refusal.fields = {{"text", "is required"}};
  EXPECT_EQ(ReasonOf(ToStatus(refusal)), "INVALID_FIELD");
}

TEST(ReasonOf, IsEmptyWhereThereIsNone) {
  EXPECT_EQ(ReasonOf(grpc::Status::OK), "");
  EXPECT_EQ(ReasonOf(grpc::Status(grpc::StatusCode::CANCELLED, "gone")), "");
  EXPECT_EQ(ReasonOf(grpc::Status(grpc::StatusCode::CANCELLED, "gone", "\xff no proto")), "");
  EXPECT_EQ(ReasonOf(ToStatus(google::rpc::Status())), "");
}

}  // namespace
}  // namespace qianmo::rpc
