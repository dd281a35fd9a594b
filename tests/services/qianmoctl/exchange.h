// A house with identity at work in it, for whoever wants to sign in to what qianmoctl has made.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "rpc/server.h"
#include "rpc/status.h"
#include "services/qianmoctl/house.h"

namespace qianmo::ctl {

class Exchange {
 public:
  using Stub = identity::v1::IdentityService::Stub;

  explicit Exchange(const House& house);
  ~Exchange();

  // The reply; throws the reason of a refusal. `token` is a caller token or empty.
  template <class Request, class Reply>
  Reply Ask(const std::string& token,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
            const Request& request) {
    Reply reply;
    const auto context = With(token);
    const grpc::Status status = (stub_.get()->*method)(context.get(), request, &reply);
    if (!status.ok()) throw std::runtime_error(rpc::ReasonOf(status));
    return reply;
  }
  identity::v1::SignInResponse SignIn(const std::string& handle, const std::string& password,
                                      const std::string& one_time_code = "");
  // A caller token of the session.
  std::string Token(const std::string& session_token);

 private:
  static std::unique_ptr<grpc::ClientContext> With(const std::string& token);

  SystemClock clock_;
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<Stub> stub_;
};

std::string NewRequestId();
// What an authenticator with this base32 secret shows, `steps` half minutes from now.
std::string Shown(const std::string& secret, int steps = 0);

}  // namespace qianmo::ctl
