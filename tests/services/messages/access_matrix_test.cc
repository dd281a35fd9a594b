#include "services/messages/access_matrix.h"

#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "qianmo/messages/v1/deliveries.grpc.pb.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

using Outbound = v1::DeliveriesService::Stub;

// Whose account a call is about, and of which county.
struct Target {
  std::string county;
  std::string account;
};
using Calling = std::function<grpc::Status(PostRoom&, const rpc::v1::Caller&, const Target&)>;

// A call of a method whose request `fill` completes.
template <class Stub, class Request, class Reply>
Calling By(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
           std::function<void(Request&, const Target&)> fill) {
  return [=](PostRoom& room, const rpc::v1::Caller& caller, const Target& target) {
    Request request;
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NewId());
    fill(request, target);
    return room.Ask(caller, method, request).status;
  };
}

grpc::Status Send(PostRoom& room, const rpc::v1::Caller& caller, const Target& target) {
  auto request = PasswordChangedFor(Person());
  request.set_parent(target.county);
  return room.Ask(caller, &Messages::SendMessage, request).status;
}

// The first frame, or why there is none.
grpc::Status Watch(PostRoom& room, const rpc::v1::Caller& caller, const Target& target) {
  Inboxes stub(room.channel());
  const auto context = room.As(caller);
  v1::WatchInboxRequest request;
  request.set_name(target.account + "/inbox");
  const auto stream = stub.WatchInbox(context.get(), request);
  v1::Inbox state;
  if (!stream->Read(&state)) return stream->Finish();
  context->TryCancel();
  return grpc::Status::OK;
}

const std::map<std::string, Calling>& Calls() {
  static const std::map<std::string, Calling> calls = {
      {"SendMessage", Send},
      {"WithdrawLetters", By<Messages, v1::WithdrawLettersRequest>(
                              &Messages::WithdrawLetters,
                              [](auto& request, auto& to) {
                                request.set_parent(to.county);
                                request.set_household(to.county + "/households/" + NewId());
                                request.set_template_(v1::TEMPLATE_HOUSEHOLD_LETTER);
                              })},
      {"StartReseal",
       By<Messages, v1::StartResealRequest>(
           &Messages::StartReseal, [](auto& request, auto& to) { request.set_parent(to.county); })},
      {"ListOutbound", By<Outbound, v1::ListOutboundRequest>(
                           &Outbound::ListOutbound,
                           [](auto& request, auto& to) { request.set_parent(to.county); })},
      {"GetDelivery", By<Outbound, v1::GetDeliveryRequest>(
                          &Outbound::GetDelivery,
                          [](auto& request, auto& to) {
                            request.set_name(to.county + "/deliveries/" + NewId());
                          })},
      {"RetryOutbound", By<Outbound, v1::RetryOutboundRequest>(
                            &Outbound::RetryOutbound,
                            [](auto& request, auto& to) {
                              request.set_name(to.county + "/deliveries/" + NewId());
                            })},
      {"WatchInbox", Watch},
      {"GetInbox", By<Inboxes, v1::GetInboxRequest>(
                       &Inboxes::GetInbox,
                       [](auto& request, auto& to) { request.set_name(to.account + "/inbox"); })},
      {"ListInbox", By<Inboxes, v1::ListInboxRequest>(&Inboxes::ListInbox,
                                                      [](auto& request, auto& to) {
                                                        request.set_parent(to.account + "/inbox");
                                                      })},
      {"GetInboxMessage",
       By<Inboxes, v1::GetInboxMessageRequest>(&Inboxes::GetInboxMessage,
                                               [](auto& request, auto& to) {
                                                 request.set_name(to.account + "/inbox/messages/" +
                                                                  NewId());
                                               })},
      {"MarkRead", By<Inboxes, v1::MarkReadRequest>(&Inboxes::MarkRead,
                                                    [](auto& request, auto& to) {
                                                      request.set_parent(to.account + "/inbox");
                                                      request.mutable_until_time()->set_seconds(1);
                                                    })},
      {"GetPreferences",
       By<Inboxes, v1::GetPreferencesRequest>(
           &Inboxes::GetPreferences,
           [](auto& request, auto& to) { request.set_name(to.account + "/preferences"); })},
      {"UpdatePreferences",
       By<Inboxes, v1::UpdatePreferencesRequest>(&Inboxes::UpdatePreferences,
                                                 [](auto& request, auto& to) {
                                                   request.mutable_preferences()->set_name(
                                                       to.account + "/preferences");
                                                   request.mutable_update_mask()->add_paths(
                                                       "digest");
                                                 })},
  };
  return calls;
}

rpc::v1::Caller MakeCaller(const std::string& caller) {
  if (caller == "stranger") return {};
  if (caller == "nobody") return Person();
  rpc::v1::Role role;
  if (!rpc::v1::Role_Parse("ROLE_" + caller, &role)) throw std::runtime_error(caller);
  return WithRole(Person(), role, caller == "SERVICE" ? kCounty : kVillage);
}

Target TargetOf(const rpc::v1::Caller& caller, Place place) {
  const std::string county = place == Place::kAbroad ? "counties/8" : "counties/7";
  // Abroad even under the caller's own id.
  const bool own = place != Place::kOther && !caller.account_id().empty();
  return {county, county + "/accounts/" + (own ? caller.account_id() : NewId())};
}

// What a status says about access; 0 for one that says nothing about it: then this test is broken,
// or the server is.
char VerdictOf(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return 'U';
    case grpc::StatusCode::PERMISSION_DENIED:
      return '-';
    case grpc::StatusCode::OK:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:  // the keys of the room are fresh
      return '+';
    default:
      return 0;
  }
}

std::string WithoutBlanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

TEST(AccessMatrix, HasARowForEveryDeclaredMethod) {
  std::set<std::string> rows;
  for (const Row& row : kAccessMatrix) {
    rows.insert(row.method);
    EXPECT_EQ(WithoutBlanks(row.verdicts).size(), kCallers.size()) << row.method;
    EXPECT_TRUE(Calls().contains(row.method)) << row.method;
  }
  std::set<std::string> declared;
  for (const char* service :
       {"qianmo.messages.v1.MessagesService", "qianmo.messages.v1.InboxService",
        "qianmo.messages.v1.DeliveriesService"}) {
    const auto* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
    for (int i = 0; i < descriptor->method_count(); ++i) {
      declared.insert(descriptor->method(i)->name());
    }
  }
  EXPECT_EQ(rows, declared);
}

TEST(AccessMatrix, IsWhatTheServerDoes) {
  PostRoom room;
  for (const Row& row : kAccessMatrix) {
    const std::string verdicts = WithoutBlanks(row.verdicts);
    for (std::size_t i = 0; i < kCallers.size(); ++i) {
      const auto caller = MakeCaller(kCallers[i]);
      const auto status = Calls().at(row.method)(room, caller, TargetOf(caller, row.place));
      EXPECT_EQ(VerdictOf(status), verdicts[i])
          << row.method << " by " << kCallers[i] << " at place " << static_cast<int>(row.place)
          << ": " << rpc::ReasonOf(status) << " " << status.error_message();
    }
  }
}

}  // namespace
}  // namespace qianmo::messages
