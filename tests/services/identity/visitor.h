// People who come through the door for real: sign-in requests, the tokens they get, the codes that
// they read from an authenticator or a text message.
#pragma once

#include <string>
#include <vector>

#include "qianmo/messages/v1/messages.pb.h"
#include "services/identity/office.h"

namespace qianmo::identity {

inline constexpr char kHomeAddress[] = "10.1.1.1";
inline constexpr char kWrong[] = "not the right password";

v1::SignInRequest Proofs(const std::string& handle, const std::string& password = kPassword);
Answer<v1::SignInResponse> SignIn(Office& office, const v1::SignInRequest& request,
                                  const std::string& address = kHomeAddress,
                                  const std::string& channel = "web");
// With the right password; throws when that does not do.
v1::SignInResponse Enter(Office& office, const Member& member);

Answer<v1::IssueTokenResponse> IssueToken(Office& office, const std::string& session_token,
                                          const std::string& on_behalf_of = "",
                                          bool background = false);
// Whom a token of this session names; throws when there is none.
rpc::v1::Caller CallerOf(Office& office, const std::string& session_token,
                         const std::string& on_behalf_of = "");

// What the authenticator with this base32 secret shows `steps` half minutes from now.
std::string Shown(Office& office, const std::string& secret, int steps = 0);

// Enrols and confirms a second factor the short way.
struct Factor {
  std::string secret;
  std::vector<std::string> recovery_codes;
};
Factor Enrol(Office& office, const Member& member);

// The short way to a telephone that is proved.
void ProvePhone(Office& office, const Member& member);
// The messages that wait in the outbox, oldest first.
std::vector<messages::v1::SendMessageRequest> Messages(Office& office);
// The tables of identity in which `secret` can be found, in the clear or as hexadecimal bytes.
std::vector<std::string> TablesWith(Office& office, const std::string& secret);

template <class Request>
Request Fresh() {
  Request request;
  request.set_request_id(NewRequestId());
  return request;
}
template <class Request>
Request FreshNamed(const std::string& name) {
  auto request = Fresh<Request>();
  request.set_name(name);
  if constexpr (requires { request.set_reason(""); }) request.set_reason("because");
  return request;
}

}  // namespace qianmo::identity
