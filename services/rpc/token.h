// Caller tokens: identity signs who is calling, for at most a minute; services verify once and
// cache.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/live_keyring.h"
#include "qianmo/rpc/v1/caller.pb.h"

namespace qianmo::rpc {

inline constexpr std::chrono::seconds kTokenLifetime{60};

// Signs `caller` under the newest token key; the token dies at `now` + kTokenLifetime.
std::string SignToken(const crypto::Keyring& keyring, const v1::Caller& caller, Time now);

struct VerifiedCaller {
  std::shared_ptr<const v1::Caller> caller;
  Time expires;
};

// Verifies tokens of this county's key ring. Thread-safe.
class TokenVerifier {
 public:
  explicit TokenVerifier(crypto::LiveKeyring& keyring) : keyring_(keyring) {}

  // kUnauthenticated for a token that is malformed, forged, under an unknown key, or over.
  Result<VerifiedCaller> Verify(std::string_view token, Time now);

 private:
  Result<VerifiedCaller> VerifySignature(std::string_view token) const;
  void Remember(std::string_view token, const VerifiedCaller& verified, Time now);

  // The ring, after another look at its folder when it lacks this token key: the signer may have
  // rotated a moment ago.
  std::shared_ptr<const crypto::Keyring> RingWith(std::uint32_t token_key) const;

  crypto::LiveKeyring& keyring_;
  std::mutex mutex_;
  std::unordered_map<std::string, VerifiedCaller> cache_;
};

}  // namespace qianmo::rpc
