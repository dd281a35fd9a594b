#include "services/messages/post_room.h"

#include <stdexcept>

#include <grpc/support/time.h>

#include "base/time_text.h"
#include "messages/install.h"
#include "rpc/timestamp.h"
#include "rpc/token.h"
#include "support/declared.h"

namespace qianmo::messages {
namespace {

v1::SendMessageRequest Fresh(v1::Template text) {
  v1::SendMessageRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewId());
  request.set_template_(text);
  return request;
}

}  // namespace

std::string NewId() { return Uuid::Make(SystemClock().Now()).ToString(); }

rpc::v1::Caller Person() {
  rpc::v1::Caller caller;
  caller.set_county_id(kHome.number);
  caller.set_account_id(NewId());
  caller.set_person(NewId());
  caller.set_session_id(NewId());
  caller.set_second_factor(true);
  return caller;
}

rpc::v1::Caller WithRole(rpc::v1::Caller caller, rpc::v1::Role role, const std::string& org_path) {
  auto* held = caller.add_roles();
  held->set_role(role);
  held->set_org_path(org_path);
  return caller;
}

rpc::v1::Caller House() { return WithRole(Person(), rpc::v1::ROLE_SERVICE, kCounty); }

std::string NameOf(const rpc::v1::Caller& caller) {
  return "counties/7/accounts/" + caller.account_id();
}

std::string InboxOf(const rpc::v1::Caller& caller) { return NameOf(caller) + "/inbox"; }

v1::SendMessageRequest PasswordChangedFor(const rpc::v1::Caller& caller) {
  auto request = Fresh(v1::TEMPLATE_PASSWORD_CHANGED);
  request.set_account(NameOf(caller));
  request.set_link("/me/sessions");
  return request;
}

v1::SendMessageRequest NoticeFor(const std::string& org_path, const std::string& title) {
  auto request = Fresh(v1::TEMPLATE_WALL_NOTICE);
  request.set_wall(org_path);
  (*request.mutable_parameters())["title"] = title;
  (*request.mutable_parameters())["body"] = "全文";
  return request;
}

v1::SendMessageRequest CodeFor(const std::string& phone, const std::string& code, Time now) {
  auto request = Fresh(v1::TEMPLATE_PHONE_CODE);
  request.set_phone(phone);
  request.set_one_time_code(code);
  *request.mutable_expire_time() = rpc::ToTimestamp(now + std::chrono::minutes(5));
  return request;
}

PostRoom::PostRoom(const SenderOptions& sender, const std::function<void(rpc::Server&)>& beside)
    : keys_(std::filesystem::temp_directory_path() / ("qianmo-post-" + NewId())),
      clock_(*ParseRfc3339("2026-11-20T02:00:00Z")) {
  database_.Execute(
      "INSERT INTO house.county (county_id, name, code)"
      " VALUES (7, '甲县', '990007'), (8, '乙县', '990008')");
  const auto created = crypto::Keyring::Create(keys_, clock_.Now());
  if (!created) throw std::runtime_error(created.refusal().message);
  auto keyring = crypto::LiveKeyring::Open(keys_);
  if (!keyring) throw std::runtime_error(keyring.refusal().message);
  keyring_ = *std::move(keyring);
  pool_ = database_.PoolFor("messages");
  rpc::ServerOptions options;
  options.database_url = database_.Url();
  options.pool_size = 4;
  server_ = std::make_unique<rpc::Server>(options, *keyring_, clock_);
  Install(server_->Host("messages"), sender);
  beside(*server_);
  server_->Start();
}

PostRoom::~PostRoom() {
  support::ExpectAllRefusalsDeclared(*server_);
  server_.reset();
  std::filesystem::remove_all(keys_);
}

std::unique_ptr<grpc::ClientContext> PostRoom::As(const rpc::v1::Caller& caller) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
  if (!caller.account_id().empty()) {
    context->AddMetadata("authorization",
                         "Bearer " + rpc::SignToken(*ring(), caller, clock_.Now()));
  }
  return context;
}

v1::Inbox PostRoom::Inbox(const rpc::v1::Caller& caller, const std::string& language_code) {
  v1::GetInboxRequest request;
  request.set_name(InboxOf(caller));
  request.set_language_code(language_code);
  const auto answer = Ask(caller, &Inboxes::GetInbox, request);
  if (!answer.ok()) throw std::runtime_error("refused: " + answer.reason());
  return answer.reply;
}

v1::ListInboxResponse PostRoom::List(const rpc::v1::Caller& caller, bool unread_only, int page_size,
                                     const std::string& page_token) {
  v1::ListInboxRequest request;
  request.set_parent(InboxOf(caller));
  request.set_unread_only(unread_only);
  request.set_page_size(page_size);
  request.set_page_token(page_token);
  const auto answer = Ask(caller, &Inboxes::ListInbox, request);
  if (!answer.ok()) throw std::runtime_error("refused: " + answer.reason());
  return answer.reply;
}

Answer<v1::MarkReadResponse> PostRoom::Mark(const rpc::v1::Caller& caller,
                                            const std::vector<std::string>& names) {
  v1::MarkReadRequest request;
  request.set_parent(InboxOf(caller));
  request.set_request_id(NewId());
  for (const std::string& name : names) request.add_names(name);
  return Ask(caller, &Inboxes::MarkRead, request);
}

MessageRow PostRoom::Stored(const std::string& id) {
  return Write([&](pg::Transaction& tx) -> Result<MessageRow> {
    return FindMessage(tx, *ring(), kHome, MessageId::Parse(id).value()).value();
  });
}

void PostRoom::Rotate() {
  for (const auto purpose : {crypto::KeyPurpose::kData, crypto::KeyPurpose::kIndex}) {
    if (!crypto::Keyring::Rotate(keys_, purpose, clock_.Now())) throw std::runtime_error("no key");
  }
  if (!keyring_->ReloadIfChanged()) throw std::runtime_error("the ring cannot be read again");
}

std::string PostRoom::Query(const std::string& sql) const {
  return database_.Execute(sql).at(0).at(0).as<std::string>("");
}

}  // namespace qianmo::messages
