// The sessions of an account, once it is in: who am I, what is open, and closing it.
#pragma once

#include "qianmo/identity/v1/sign_in.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class SessionService {
 public:
  Result<v1::Session> SignOut(rpc::Call& call, const v1::SignOutRequest& request);
  Result<v1::WhoAmIResponse> WhoAmI(rpc::Call& call, const v1::WhoAmIRequest& request);
  Result<v1::ListSessionsResponse> ListSessions(rpc::Call& call,
                                                const v1::ListSessionsRequest& request);
  Result<v1::Session> RevokeSession(rpc::Call& call, const v1::RevokeSessionRequest& request);
};

}  // namespace qianmo::identity
