// For whom a session speaks: the caller that its tokens name.
#pragma once

#include <string>

#include "crypto/digest.h"
#include "identity/account_store.h"
#include "identity/session_store.h"
#include "rpc/call.h"

namespace qianmo::identity {

struct SpokenFor {
  SessionFacts facts;
  rpc::v1::Caller caller;
};

// `on_behalf_of` is empty, or the name of an account that authorised this one: the caller then has
// that account's party and, of its roles, BIDDER alone, as far as the powers go. Refuses
// SESSION_UNKNOWN, SESSION_REVOKED, SESSION_EXPIRED, NO_AUTHORITY, ROLES_INCOMPATIBLE.
Result<SpokenFor> CallerOfSession(pg::Transaction& tx, const rpc::Call& call,
                                  const crypto::Digest& token_hash,
                                  const std::string& on_behalf_of);

}  // namespace qianmo::identity
