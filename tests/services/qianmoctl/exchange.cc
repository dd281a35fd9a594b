#include "services/qianmoctl/exchange.h"

#include <stdexcept>

#include <grpc/support/time.h>

#include "base/encoding.h"
#include "crypto/totp.h"
#include "identity/install.h"

namespace qianmo::ctl {

Exchange::Exchange(const House& house) {
  auto keyring = crypto::LiveKeyring::Open(house.keys());
  if (!keyring) throw std::runtime_error(keyring.refusal().message);
  keyring_ = *std::move(keyring);
  rpc::ServerOptions options;
  options.database_url = house.url();
  options.pool_size = 2;
  server_ = std::make_unique<rpc::Server>(options, *keyring_, clock_);
  identity::Install(server_->Host("identity"));
  server_->Start();
  stub_ = identity::v1::IdentityService::NewStub(server_->InProcess());
}

Exchange::~Exchange() { stub_.reset(); }

identity::v1::SignInResponse Exchange::SignIn(const std::string& handle,
                                              const std::string& password,
                                              const std::string& one_time_code) {
  identity::v1::SignInRequest request;
  request.set_request_id(NewRequestId());
  request.set_handle(handle);
  request.set_password(password);
  if (!one_time_code.empty()) request.set_one_time_code(one_time_code);
  return Ask("", &Stub::SignIn, request);
}

std::string Exchange::Token(const std::string& session_token) {
  identity::v1::IssueTokenRequest request;
  request.set_session_token(session_token);
  return Ask("", &Stub::IssueToken, request).caller_token();
}

std::unique_ptr<grpc::ClientContext> Exchange::With(const std::string& token) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
  if (!token.empty()) context->AddMetadata("authorization", "Bearer " + token);
  return context;
}

std::string NewRequestId() { return Uuid::Make(SystemClock().Now()).ToString(); }

std::string Shown(const std::string& secret, int steps) {
  const auto step = crypto::TotpStep(SystemClock().Now()) + steps;
  const std::string digits = std::to_string(crypto::TotpCode(*FromBase32(secret), step));
  return std::string(6 - digits.size(), '0') + digits;
}

}  // namespace qianmo::ctl
