#include "identity/second_factor_service.h"

#include "base/encoding.h"
#include "crypto/totp.h"
#include "identity/authenticator_store.h"
#include "identity/callers.h"
#include "identity/domain/code_text.h"
#include "identity/domain/refusals.h"
#include "identity/knock.h"
#include "identity/notices.h"
#include "identity/own_account.h"
#include "identity/session_store.h"

namespace qianmo::identity {
namespace {

// What RFC 4226 recommends.
constexpr std::size_t kSecretBytes = 20;
constexpr char kIssuer[] = "阡陌";

std::string SecretOf(const rpc::Call& call) { return call.Derive("authenticator", kSecretBytes); }

std::vector<std::string> RecoveryCodesOf(const rpc::Call& call) {
  return RecoveryCodes(call.Derive("recovery codes", kRecoveryCodes * kPrintedCodeBytes));
}

}  // namespace

Result<v1::EnrolOneTimeCodeResponse> SecondFactorService::EnrolOneTimeCode(
    rpc::Call& call, const v1::EnrolOneTimeCodeRequest& request) {
  QM_ASSIGN(const AccountRow before, FindOwn(call));
  QM_ASSIGN(const BucketKeys buckets, ChargeSession(call));
  QM_ASSIGN(const bool right,
            VerifyPassword(hasher_, call, before.password_hash, request.password()));
  using Reply = Result<v1::EnrolOneTimeCodeResponse>;
  QM_ASSIGN(auto response, call.Write([&](pg::Transaction& tx) -> Reply {
    QM_ASSIGN(const AccountRow now, LockOwn(tx, call));
    if (!right) return refusals::PasswordWrong("password");
    if (now.password_hash != before.password_hash) return refusals::ChangedMeanwhile();
    const auto ring = call.room().keyring.Current();
    const auto existing = LockAuthenticator(tx, *ring, call.county(), now.facts.id);
    if (existing && existing->confirmed) return refusals::SecondFactorEnrolled();
    PutAuthenticator(tx, *ring, call.county(), now.facts.id, SecretOf(call), RecoveryCodesOf(call),
                     call.now());
    return v1::EnrolOneTimeCodeResponse();
  }));
  Refund(call, buckets);
  response.set_secret(ToBase32(SecretOf(call)));
  response.set_otpauth_uri(crypto::TotpUri(kIssuer, before.handle, SecretOf(call)));
  for (const std::string& code : RecoveryCodesOf(call)) response.add_recovery_codes(code);
  return response;
}

Result<v1::Account> SecondFactorService::ConfirmOneTimeCode(
    rpc::Call& call, const v1::ConfirmOneTimeCodeRequest& request) {
  QM_ASSIGN(const BucketKeys buckets, ChargeSession(call));
  QM_ASSIGN(auto confirmed, call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    QM_ASSIGN(const AccountRow account, LockOwn(tx, call));
    const AccountId id = account.facts.id;
    const auto ring = call.room().keyring.Current();
    const auto authenticator = LockAuthenticator(tx, *ring, call.county(), id);
    if (!authenticator) return refusals::SecondFactorNotEnrolled();
    if (authenticator->confirmed) return refusals::SecondFactorEnrolled();
    if (!UseOneTimeCode(tx, call.county(), id, *authenticator, request.one_time_code(),
                        call.now())) {
      return refusals::CodeRejected();
    }
    ConfirmAuthenticator(tx, call.county(), id, call.now());
    ForgetHelpers(tx, call.county(), id);
    if (const auto session = SessionId::Parse(call.caller().session_id())) {
      MarkSecondFactor(tx, call.county(), *session);
    }
    MoveVersion(tx, call.county(), id);
    return ReadAccount(tx, *ring, call.county(), id);
  }));
  Refund(call, buckets);
  return confirmed;
}

Result<v1::Account> SecondFactorService::RemoveOneTimeCode(
    rpc::Call& call, const v1::RemoveOneTimeCodeRequest& request) {
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.name(), "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    const auto ring = call.room().keyring.Current();
    QM_ASSIGN(const AccountRow account, LockAccount(tx, *ring, call.county(), id));
    QM_TRY(call.MayTouch(ScopeOf(account)));
    const Actor actor = ActorOf(call.caller());
    QM_TRY(CheckMayRemoveFactor(actor, account.facts));
    if (!LockAuthenticator(tx, *ring, call.county(), id)) {
      return refusals::SecondFactorNotEnrolled();
    }
    RemoveAuthenticator(tx, call.county(), id);
    SetFactorRemover(tx, call.county(), id, actor.person);
    RevokeAllSessions(tx, call.county(), id, call.now());
    MoveVersion(tx, call.county(), id);
    TellOwner(tx, call, account, messages::v1::TEMPLATE_SECOND_FACTOR_REMOVED,
              {{"reason", request.reason()}});
    return ReadAccount(tx, *ring, call.county(), id);
  });
}

}  // namespace qianmo::identity
