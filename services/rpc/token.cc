#include "rpc/token.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/signature.h"
#include "rpc/timestamp.h"

namespace qianmo::rpc {
namespace {

constexpr std::string_view kPrefix = "qmt1.";
constexpr std::size_t kMostCached = 20'000;

Refusal Bad(const char* reason, const char* message) {
  return {Refusal::Kind::kUnauthenticated, reason, message};
}

}  // namespace

std::string SignToken(const crypto::Keyring& keyring, const v1::Caller& caller, Time now) {
  const auto& key = keyring.newest(crypto::KeyPurpose::kToken);
  v1::CallerToken token;
  *token.mutable_caller() = caller;
  *token.mutable_issue_time() = ToTimestamp(now);
  *token.mutable_expire_time() = ToTimestamp(now + kTokenLifetime);
  token.set_key_id(key.id());
  const std::string payload = token.SerializeAsString();
  return std::string(kPrefix) + ToBase64Url(payload) + "." +
         ToBase64Url(key.signer().Sign(payload));
}

Result<VerifiedCaller> TokenVerifier::Verify(std::string_view token, Time now) {
  const std::string text(token);
  std::unique_lock lock(mutex_);
  const auto found = cache_.find(text);
  if (found != cache_.end()) {
    const VerifiedCaller verified = found->second;
    lock.unlock();
    if (now >= verified.expires) return Bad("TOKEN_EXPIRED", "the caller token is over");
    return verified;
  }
  lock.unlock();
  QM_ASSIGN(const VerifiedCaller verified, VerifySignature(token));
  if (now >= verified.expires) return Bad("TOKEN_EXPIRED", "the caller token is over");
  Remember(token, verified, now);
  return verified;
}

Result<VerifiedCaller> TokenVerifier::VerifySignature(std::string_view token) const {
  const auto malformed = Bad("TOKEN_INVALID", "the caller token is not one of ours");
  const std::size_t dot = token.find('.', kPrefix.size());
  if (token.substr(0, kPrefix.size()) != kPrefix || dot == token.npos) return malformed;
  const auto payload = FromBase64Url(token.substr(kPrefix.size(), dot - kPrefix.size()));
  const auto signature = FromBase64Url(token.substr(dot + 1));
  if (!payload || !signature) return malformed;
  v1::CallerToken parsed;
  if (!parsed.ParseFromString(*payload)) return malformed;
  const auto ring = RingWith(parsed.key_id());
  const auto* key = ring->find(crypto::KeyPurpose::kToken, parsed.key_id());
  if (key == nullptr)
    return Bad("TOKEN_KEY_UNKNOWN", "the caller token is signed by an unknown key");
  if (!crypto::Verify(key->signer().public_key(), *payload, *signature)) return malformed;
  return VerifiedCaller{std::make_shared<const v1::Caller>(parsed.caller()),
                        ToTime(parsed.expire_time())};
}

std::shared_ptr<const crypto::Keyring> TokenVerifier::RingWith(std::uint32_t token_key) const {
  const auto ring = keyring_.Current();
  if (ring->find(crypto::KeyPurpose::kToken, token_key) != nullptr) return ring;
  // Somebody else may have loaded it just now; what is wrong with the folder is told elsewhere.
  (void)keyring_.ReloadIfChanged();
  return keyring_.Current();
}

void TokenVerifier::Remember(std::string_view token, const VerifiedCaller& verified, Time now) {
  std::lock_guard lock(mutex_);
  if (cache_.size() >= kMostCached) {
    std::erase_if(cache_, [&](const auto& entry) { return entry.second.expires <= now; });
    if (cache_.size() >= kMostCached) cache_.clear();
  }
  cache_.emplace(token, verified);
}

}  // namespace qianmo::rpc
