#include "identity/password_service.h"

#include "identity/callers.h"
#include "identity/code_store.h"
#include "identity/domain/code_text.h"
#include "identity/domain/handle.h"
#include "identity/domain/password_policy.h"
#include "identity/domain/refusals.h"
#include "identity/knock.h"
#include "identity/new_secret.h"
#include "identity/notices.h"
#include "identity/own_account.h"
#include "rpc/timestamp.h"

namespace qianmo::identity {
namespace {

// A household's password is a PIN.
Result<Done> CheckNewPassword(const AccountRow& account, std::string_view password) {
  constexpr std::string_view kField = "new_password";
  if (account.facts.kind == AccountKind::kHousehold) return CheckPin(kField, password);
  return CheckPassword(kField, password, account.handle);
}

// Only to a telephone that is proved to be the owner's. Not for an account that still waits for its
// first password: its owner gets that from an officer's hand.
bool MayTextResetCode(const AccountRow& account) {
  return account.facts.state != AccountState::kDisabled && !account.password_hash.empty() &&
         account.phone_confirmed;
}

// A journal's "used for another body" would tell a stranger that the handle has a county. Takes the
// same time as the answers that it is replaced by.
bool HidesReuse(rpc::Call& call, const Refusal& refusal, const BucketKeys& buckets) {
  if (refusal.reason != "REQUEST_ID_REUSED") return false;
  PretendToWrite(call, buckets);
  return true;
}

// Of the code that StartPasswordReset hands over.
std::string HandedCode(const rpc::Call& call) {
  return PrintedCode(call.Derive("code", kPrintedCodeBytes));
}

}  // namespace

Result<v1::Account> PasswordService::ChangePassword(rpc::Call& call,
                                                    const v1::ChangePasswordRequest& request) {
  QM_ASSIGN(const AccountRow before, FindOwn(call));
  QM_TRY(CheckNewPassword(before, request.new_password()));
  if (request.new_password() == request.old_password()) {
    return refusals::PasswordUnchanged("new_password");
  }
  QM_ASSIGN(const BucketKeys buckets, ChargeSession(call));
  QM_ASSIGN(const bool right,
            VerifyPassword(hasher_, call, before.password_hash, request.old_password()));
  std::string hash;
  if (right) {
    QM_ASSIGN(hash, hasher_.Hash(request.new_password(), call.deadline()));
  }
  // A wrong password is refused in here, so that the repetition of a change that succeeded, whose
  // old password is no longer right, gets its answer.
  QM_ASSIGN(auto account, call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    QM_ASSIGN(const AccountRow now, LockOwn(tx, call));
    if (!right) return refusals::PasswordWrong("old_password");
    if (now.password_hash != before.password_hash) return refusals::ChangedMeanwhile();
    ReplaceSecret(tx, call, now, hash);
    return ReadAccount(tx, *call.room().keyring.Current(), call.county(), now.facts.id);
  }));
  Refund(call, buckets);
  return account;
}

Result<v1::RequestPasswordResetResponse> PasswordService::RequestPasswordReset(
    rpc::Call& call, const v1::RequestPasswordResetRequest& request) {
  QM_ASSIGN(const Handle handle, ParseHandle("handle", request.handle()));
  QM_ASSIGN(const Knock knock, KnockForCode(call, handle.text));
  if (!knock.account) {
    PretendToWrite(call, knock.buckets);
    call.NothingToJournal("nobody has the handle");
    return v1::RequestPasswordResetResponse();
  }
  call.SetCounty(knock.account->county);
  using Reply = Result<v1::RequestPasswordResetResponse>;
  const Reply reply = call.Write([&](pg::Transaction& tx) -> Reply {
    const auto ring = call.room().keyring.Current();
    const AccountId id = knock.account->facts.id;
    QM_ASSIGN(const AccountRow account, LockAccount(tx, *ring, call.county(), id));
    if (knock.over_cap || !MayTextResetCode(account)) return v1::RequestPasswordResetResponse();
    const auto code = SendCode(tx, *ring, call.county(), id, CodePurpose::kPhoneReset, call.now());
    // One that was sent just now is on its way.
    if (code) TextCode(tx, call, account, messages::v1::TEMPLATE_PASSWORD_RESET_CODE, *code);
    return v1::RequestPasswordResetResponse();
  });
  if (!reply && HidesReuse(call, reply.refusal(), knock.buckets)) {
    return v1::RequestPasswordResetResponse();
  }
  return reply;
}

Result<v1::StartPasswordResetResponse> PasswordService::StartPasswordReset(
    rpc::Call& call, const v1::StartPasswordResetRequest& request) {
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.name(), "name"));
  using Reply = Result<v1::StartPasswordResetResponse>;
  QM_ASSIGN(auto response, call.Write([&](pg::Transaction& tx) -> Reply {
    const auto ring = call.room().keyring.Current();
    QM_ASSIGN(const AccountRow account, LockAccount(tx, *ring, call.county(), id));
    QM_TRY(call.MayTouch(ScopeOf(account)));
    const Actor actor = ActorOf(call.caller());
    QM_TRY(CheckMayStartReset(actor, account.facts));
    if (account.facts.state != AccountState::kActive) {
      return refusals::IllegalTransition(Name(account.facts.state), "choose a new password");
    }
    SetResetStarter(tx, call.county(), id, actor.person);
    v1::StartPasswordResetResponse started;
    *started.mutable_expire_time() = rpc::ToTimestamp(
        PutOfficerCode(tx, *ring, call.county(), id, HandedCode(call), call.now()));
    QM_ASSIGN(*started.mutable_account(), ReadAccount(tx, *ring, call.county(), id));
    return started;
  }));
  response.set_one_time_code(HandedCode(call));
  return response;
}

Result<v1::ResetPasswordResponse> PasswordService::ResetPassword(
    rpc::Call& call, const v1::ResetPasswordRequest& request) {
  QM_ASSIGN(const Handle handle, ParseHandle("handle", request.handle()));
  const auto purposes = PasswordCodesLike(request.one_time_code());
  const bool printed = purposes == std::vector{CodePurpose::kOfficerReset};
  QM_ASSIGN(
      const Knock knock,
      KnockWithCode(call, printed ? Attempt::kPrintedCode : Attempt::kTextedCode, handle.text));
  QM_ASSIGN(const std::string hash, hasher_.Hash(request.new_password(), call.deadline()));
  if (!knock.account) {
    PretendToWrite(call, knock.buckets);
    PretendToWrite(call, knock.buckets);
    return refusals::CodeRejected();
  }
  call.SetCounty(knock.account->county);
  const AccountId id = knock.account->facts.id;
  QM_ASSIGN(const ChargedCodes charged, ChargeAttempt(call, id, purposes));
  using Reply = Result<v1::ResetPasswordResponse>;
  const Reply reply = call.Write([&](pg::Transaction& tx) -> Reply {
    const auto ring = call.room().keyring.Current();
    QM_ASSIGN(const AccountRow account, LockAccount(tx, *ring, call.county(), id));
    if (account.facts.state == AccountState::kDisabled) return refusals::CodeRejected();
    QM_TRY(UseCode(tx, *ring, call.county(), id, charged, request.one_time_code(), call.now()));
    QM_TRY(CheckNewPassword(account, request.new_password()));
    ReplaceSecret(tx, call, account, hash);
    return v1::ResetPasswordResponse();
  });
  if (!reply && HidesReuse(call, reply.refusal(), knock.buckets)) return refusals::CodeRejected();
  const bool matched = reply || reply.refusal().reason != refusals::CodeRejected().reason;
  if (matched) Refund(call, knock.buckets);
  if (matched && !reply) RefundAttempt(call, charged);
  return reply;
}

}  // namespace qianmo::identity
