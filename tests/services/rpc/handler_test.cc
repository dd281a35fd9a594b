// What every method gets without asking: who may call, which fields, which errors.
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "rpc/status.h"
#include "rpc/token.h"
#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

using grpc::StatusCode;

grpc::Status WriteAs(Stage& stage, grpc::ClientContext* context, v1::WriteNoteRequest request) {
  v1::Note note;
  return stage.Stub()->WriteNote(context, request, &note);
}

grpc::Status MisbehaveHow(Stage& stage, v1::MisbehaveRequest::How how) {
  v1::MisbehaveRequest request;
  request.set_request_id(NewRequestId());
  request.set_how(how);
  v1::Note note;
  return stage.Stub()->Misbehave(stage.As(Stage::Clerk()).get(), request, &note);
}

TEST(Handler, LetsNobodyInWithoutAToken) {
  Stage stage;
  const auto status = WriteAs(stage, Stage::AsStranger().get(), NoteRequest());
  EXPECT_EQ(status.error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(rpc::ReasonOf(status), "TOKEN_MISSING");
}

TEST(Handler, RefusesTokensThatAreNotOurs) {
  Stage stage;
  for (const std::string header :
       {"Bearer nonsense", "Bearer qmt1.AAAA.AAAA", "Basic dXNlcg", "Bearer ", "bearer x"}) {
    auto context = Stage::AsStranger();
    context->AddMetadata("authorization", header);
    EXPECT_EQ(WriteAs(stage, context.get(), NoteRequest()).error_code(),
              StatusCode::UNAUTHENTICATED)
        << header;
  }
}

TEST(Handler, LetsAStrangerCallAPublicMethodButNotWithAForgedToken) {
  Stage stage;
  v1::EchoRequest request;
  request.set_text("hello");
  v1::EchoResponse response;
  ASSERT_TRUE(stage.Stub()->Echo(Stage::AsStranger().get(), request, &response).ok());
  EXPECT_EQ(response.text(), "hello");
  auto context = Stage::AsStranger();
  context->AddMetadata("authorization", "Bearer forged");
  EXPECT_EQ(stage.Stub()->Echo(context.get(), request, &response).error_code(),
            StatusCode::UNAUTHENTICATED);
}

TEST(Handler, RefusesARoleThatTheMethodDoesNotName) {
  Stage stage;
  auto caller = Stage::Clerk();
  caller.mutable_roles(0)->set_role(rpc::v1::ROLE_BIDDER);
  const auto status = WriteAs(stage, stage.As(caller).get(), NoteRequest());
  EXPECT_EQ(status.error_code(), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(rpc::ReasonOf(status), "ROLE_MISSING");
}

TEST(Handler, CountsAnApprovingRoleOnlyWithASecondFactor) {
  Stage stage;
  auto caller = Stage::Clerk("/7/a/");
  caller.mutable_roles(0)->set_role(rpc::v1::ROLE_TOWNSHIP_APPROVER);
  const auto without = WriteAs(stage, stage.As(caller).get(), NoteRequest());
  EXPECT_EQ(rpc::ReasonOf(without), "SECOND_FACTOR_REQUIRED");
  caller.set_second_factor(true);
  EXPECT_TRUE(WriteAs(stage, stage.As(caller).get(), NoteRequest()).ok());
}

TEST(Handler, RefusesAnObjectOutsideTheCallersPartOfTheCounty) {
  Stage stage;
  const auto status = WriteAs(stage, stage.As(Stage::Clerk("/7/a/other/")).get(), NoteRequest());
  EXPECT_EQ(rpc::ReasonOf(status), "OUT_OF_SCOPE");
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note"), "0");
}

TEST(Handler, NamesEveryBrokenFieldAtOnce) {
  Stage stage;
  auto request = NoteRequest("x");
  request.set_request_id("not a uuid");
  request.add_tags("ok");
  request.add_tags("NOT");
  request.set_weight(101);
  request.mutable_author()->set_phone("12");
  const auto status = WriteAs(stage, stage.As(Stage::Clerk()).get(), request);
  ASSERT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  google::rpc::Status proto;
  ASSERT_TRUE(proto.ParseFromString(status.error_details()));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(proto.details(1).UnpackTo(&bad));
  std::vector<std::string> fields;
  for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  EXPECT_EQ(fields,
            (std::vector<std::string>{"request_id", "text", "tags[1]", "weight", "author.phone"}));
}

TEST(Handler, AnswersAlsoWhenMoreIsBrokenThanAnAnswerHolds) {
  Stage stage;
  auto request = NoteRequest();
  for (int i = 0; i < 2; ++i) request.add_tags(std::string(100'000, 'X'));
  request.set_text(std::string(100'000, 'x'));
  request.set_org_path(std::string(100'000, 'x'));
  EXPECT_EQ(WriteAs(stage, stage.As(Stage::Clerk()).get(), request).error_code(),
            StatusCode::INVALID_ARGUMENT);
}

TEST(Handler, ChecksTheRoleBeforeTheFields) {
  Stage stage;
  auto caller = Stage::Clerk();
  caller.mutable_roles(0)->set_role(rpc::v1::ROLE_BIDDER);
  EXPECT_EQ(WriteAs(stage, stage.As(caller).get(), v1::WriteNoteRequest()).error_code(),
            StatusCode::PERMISSION_DENIED);
}

TEST(Handler, KeepsBackAChangeWhoseScopeNobodyChecked) {
  Stage stage;
  const auto status = MisbehaveHow(stage, v1::MisbehaveRequest::HOW_SKIP_SCOPE);
  EXPECT_EQ(status.error_code(), StatusCode::INTERNAL);
  EXPECT_EQ(stage.Ask("SELECT count(*) FROM identity.note"), "0") << "it was rolled back";
}

TEST(Handler, KeepsBackAnAnswerOfAChangeThatIsNotJournaled) {
  Stage stage;
  EXPECT_EQ(MisbehaveHow(stage, v1::MisbehaveRequest::HOW_SKIP_JOURNAL).error_code(),
            StatusCode::INTERNAL);
}

TEST(Handler, TellsAnIncidentButNotWhatBroke) {
  Stage stage;
  const auto status = MisbehaveHow(stage, v1::MisbehaveRequest::HOW_THROW);
  EXPECT_EQ(status.error_code(), StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message().find("fire"), std::string::npos);
  google::rpc::Status proto;
  ASSERT_TRUE(proto.ParseFromString(status.error_details()));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(proto.details(0).UnpackTo(&info));
  EXPECT_EQ(info.metadata().at("incident").size(), 32u);
}

}  // namespace
}  // namespace qianmo::test
