// What one service tells people by another, through the whole process: identity says that a
// password was changed, and its owner finds that in the inbox.
#include <chrono>
#include <thread>

#include <grpc/support/time.h>
#include <gtest/gtest.h>

#include "base/id.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "qianmo/messages/v1/inbox.grpc.pb.h"
#include "support/becomes.h"
#include "support/daemon.h"

namespace qianmo {
namespace {

using identity::v1::IdentityService;
using messages::v1::InboxService;

constexpr char kTelephone[] = "13912345678";
constexpr char kPassword[] = "a long and honest password";
constexpr char kHonestPassword[] = "another long and honest one";

std::string NewId() { return Uuid::Make(SystemClock().Now()).ToString(); }

// Somebody at the other end of the wire.
class Visitor {
 public:
  explicit Visitor(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}

  void SignUp() {
    identity::v1::SignUpBidderRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewId());
    request.set_phone(kTelephone);
    request.set_display_name("商户");
    request.set_password(kPassword);
    account_ = Ask(&IdentityService::Stub::SignUpBidder, request).name();
  }
  void SignIn() {
    identity::v1::SignInRequest proofs;
    proofs.set_request_id(NewId());
    proofs.set_handle(kTelephone);
    proofs.set_password(kPassword);
    identity::v1::IssueTokenRequest exchange;
    exchange.set_session_token(Ask(&IdentityService::Stub::SignIn, proofs).session_token());
    token_ = Ask(&IdentityService::Stub::IssueToken, exchange).caller_token();
  }
  void ChangePassword() {
    identity::v1::ChangePasswordRequest request;
    request.set_request_id(NewId());
    request.set_old_password(kPassword);
    request.set_new_password(kHonestPassword);
    Ask(&IdentityService::Stub::ChangePassword, request);
  }
  messages::v1::Inbox Inbox() {
    messages::v1::GetInboxRequest request;
    request.set_name(account_ + "/inbox");
    return Ask(&InboxService::Stub::GetInbox, request);
  }

 private:
  template <class Stub, class Request, class Reply>
  Reply Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
            const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
    if (!token_.empty()) context.AddMetadata("authorization", "Bearer " + token_);
    Stub stub(channel_);
    Reply reply;
    const auto status = (stub.*method)(&context, request, &reply);
    if (!status.ok()) throw std::runtime_error("refused: " + status.error_message());
    return reply;
  }

  const std::shared_ptr<grpc::Channel> channel_;
  std::string account_;
  std::string token_;
};

TEST(MessagesOfIdentity, ReachTheInboxOfTheirOwner) {
  support::Database database;
  database.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
  support::Daemon daemon(database);
  daemon.Start();
  Visitor visitor(daemon.channel());
  visitor.SignUp();
  visitor.SignIn();
  EXPECT_EQ(visitor.Inbox().unread_count(), 0);
  visitor.ChangePassword();
  support::Becomes([&] { return visitor.Inbox().unread_count() > 0; });
  const auto inbox = visitor.Inbox();
  ASSERT_EQ(inbox.unread_count(), 1);
  EXPECT_EQ(inbox.newest_messages(0).title(), "您的密码已修改");
  for (const char* text : {kTelephone, kPassword, kHonestPassword}) {
    EXPECT_EQ(daemon.Log().find(text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace qianmo
