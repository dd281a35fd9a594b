// The whole messages service on a database and a key ring of its own, in counties 7 and 8, with
// helpers that send messages the way the outboxes of the other services do.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

#include "crypto/live_keyring.h"
#include "messages/message_store.h"
#include "messages/sender.h"
#include "qianmo/messages/v1/inbox.grpc.pb.h"
#include "qianmo/messages/v1/messages.grpc.pb.h"
#include "rpc/server.h"
#include "rpc/status.h"
#include "support/clock.h"
#include "support/database.h"

namespace qianmo::messages {

using Messages = v1::MessagesService::Stub;
using Inboxes = v1::InboxService::Stub;

inline constexpr CountyId kHome{7};
inline constexpr char kCounty[] = "/7/";
inline constexpr char kTownship[] = "/7/01930000-0000-7000-8000-0000000000a1/";
inline constexpr char kVillage[] =
    "/7/01930000-0000-7000-8000-0000000000a1/01930000-0000-7000-8000-0000000000b1/";
inline constexpr char kOtherVillage[] =
    "/7/01930000-0000-7000-8000-0000000000a1/01930000-0000-7000-8000-0000000000b2/";

template <class Reply>
struct Answer {
  grpc::Status status;
  Reply reply;

  bool ok() const { return status.ok(); }
  grpc::StatusCode code() const { return status.error_code(); }
  std::string reason() const { return rpc::ReasonOf(status); }
};

std::string NewId();
// A person with an account of county 7 and no roles.
rpc::v1::Caller Person();
rpc::v1::Caller WithRole(rpc::v1::Caller caller, rpc::v1::Role role, const std::string& org_path);
// Another service, speaking for nobody in particular.
rpc::v1::Caller House();
std::string NameOf(const rpc::v1::Caller& caller);   // counties/7/accounts/…
std::string InboxOf(const rpc::v1::Caller& caller);  // …/inbox

// To this account: its password was changed.
v1::SendMessageRequest PasswordChangedFor(const rpc::v1::Caller& caller);
// On this board.
v1::SendMessageRequest NoticeFor(const std::string& org_path, const std::string& title);
// To this telephone, good for five minutes.
v1::SendMessageRequest CodeFor(const std::string& phone, const std::string& code, Time now);

class PostRoom {
 public:
  // `beside` may host other services in the same server.
  explicit PostRoom(
      const SenderOptions& sender = {},
      const std::function<void(rpc::Server&)>& beside = [](rpc::Server&) {});
  ~PostRoom();

  // A stranger is a caller without an account.
  template <class Stub, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = As(caller);
    Stub stub(channel());
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }
  std::unique_ptr<grpc::ClientContext> As(const rpc::v1::Caller& caller);

  Answer<v1::Message> Send(const v1::SendMessageRequest& request) {
    return Ask(House(), &Messages::SendMessage, request);
  }
  v1::Inbox Inbox(const rpc::v1::Caller& caller, const std::string& language_code = "zh");
  // One page; throws when it is refused.
  v1::ListInboxResponse List(const rpc::v1::Caller& caller, bool unread_only = false,
                             int page_size = 0, const std::string& page_token = "");
  Answer<v1::MarkReadResponse> Mark(const rpc::v1::Caller& caller,
                                    const std::vector<std::string>& names);
  // As the store has it; throws when it has none.
  MessageRow Stored(const std::string& id);

  // Runs `f(tx) -> Result<T>` in a transaction of the service's role; the T.
  template <class F>
  auto Write(F&& f) {
    auto done = pg::Transact(
        *pool_, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10)},
        std::forward<F>(f));
    if (!done) throw std::runtime_error(done.refusal().reason);
    return *std::move(done);
  }
  // New data and index keys, known to the server at once.
  void Rotate();
  // The only value of a query with one row and one column; "" for NULL.
  std::string Query(const std::string& sql) const;

  support::Database& database() { return database_; }
  support::ManualClock& clock() { return clock_; }
  std::shared_ptr<grpc::Channel> channel() { return server_->InProcess(); }
  const crypto::LiveKeyring& keyring() const { return *keyring_; }
  std::shared_ptr<const crypto::Keyring> ring() const { return keyring_->Current(); }

 private:
  support::Database database_;
  const std::filesystem::path keys_;
  support::ManualClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<pg::Pool> pool_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace qianmo::messages
