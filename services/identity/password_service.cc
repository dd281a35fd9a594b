#include "identity/password_service.h"

#include "identity/callers.h"
#include "identity/code_store.h"
#include "identity/domain/code_text.h"
#include "identity/domain/handle.h"
#include "identity/domain/password_policy.h"
#include "identity/domain/refusals.h"
#include "identity/knock.h"
#include "identity/notices.h"
#include "identity/own_account.h"
#include "identity/session_store.h"
#include "identity/timestamp.h"

namespace qianmo::identity {
namespace {

const std::vector<CodePurpose> kPasswordCodes = {CodePurpose::kPhoneReset,
                                                 CodePurpose::kOfficerReset};

// A household's password is a PIN.
Result<Done> CheckNewPassword(const AccountRow& account, std::string_view password) {
  constexpr std::string_view kField = "new_password";
  if (account.facts.kind == AccountKind::kHousehold) return CheckPin(kField, password);
  return CheckPassword(kField, password, account.handle);
}

// What a new password brings with it.
void Replace(pg::Transaction& tx, rpc::Call& call, const AccountRow& account,
             const std::string& hash) {
  SetPassword(tx, call.county(), account.facts.id, hash);
  RevokeAllSessions(tx, call.county(), account.facts.id, call.now());
  EndCodes(tx, call.county(), account.facts.id, kPasswordCodes, call.now());
  TellOwner(tx, call, account, messages::v1::TEMPLATE_PASSWORD_CHANGED);
}

// Not one that still waits for its first password: its owner gets that from an officer's hand.
bool MayTextResetCode(const AccountRow& account) {
  const bool waits = account.facts.state == AccountState::kPending && account.password_hash.empty();
  return account.facts.state != AccountState::kDisabled && !waits && !account.phone.empty();
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
    Replace(tx, call, now, hash);
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
  return call.Write([&](pg::Transaction& tx) -> Reply {
    const auto ring = call.room().keyring.Current();
    const AccountId id = knock.account->facts.id;
    QM_ASSIGN(const AccountRow account, LockAccount(tx, *ring, call.county(), id));
    if (!MayTextResetCode(account)) return v1::RequestPasswordResetResponse();
    const auto code = SendCode(tx, *ring, call.county(), id, CodePurpose::kPhoneReset, call.now());
    // One that was sent just now is on its way.
    if (code) TextCode(tx, call, account, messages::v1::TEMPLATE_PASSWORD_RESET_CODE, *code);
    return v1::RequestPasswordResetResponse();
  });
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
    *started.mutable_expire_time() =
        ToTimestamp(PutOfficerCode(tx, *ring, call.county(), id, HandedCode(call), call.now()));
    QM_ASSIGN(*started.mutable_account(), ReadAccount(tx, *ring, call.county(), id));
    return started;
  }));
  response.set_one_time_code(HandedCode(call));
  return response;
}

Result<v1::ResetPasswordResponse> PasswordService::ResetPassword(
    rpc::Call& call, const v1::ResetPasswordRequest& request) {
  QM_ASSIGN(const Handle handle, ParseHandle("handle", request.handle()));
  QM_ASSIGN(const Knock knock, KnockToProve(call, handle.text, ""));
  QM_ASSIGN(const std::string hash, hasher_.Hash(request.new_password(), call.deadline()));
  if (!knock.account) {
    PretendToWrite(call, knock.buckets);
    PretendToWrite(call, knock.buckets);
    return refusals::CodeRejected();
  }
  call.SetCounty(knock.account->county);
  const AccountId id = knock.account->facts.id;
  QM_ASSIGN(const ChargedCodes charged, ChargeAttempt(call, id, kPasswordCodes));
  using Reply = Result<v1::ResetPasswordResponse>;
  QM_ASSIGN(const auto response, call.Write([&](pg::Transaction& tx) -> Reply {
    const auto ring = call.room().keyring.Current();
    QM_ASSIGN(const AccountRow account, LockAccount(tx, *ring, call.county(), id));
    if (account.facts.state == AccountState::kDisabled) return refusals::CodeRejected();
    QM_TRY(UseCode(tx, *ring, call.county(), id, charged, request.one_time_code(), call.now()));
    QM_TRY(CheckNewPassword(account, request.new_password()));
    Replace(tx, call, account, hash);
    return v1::ResetPasswordResponse();
  }));
  Refund(call, knock.buckets);
  return response;
}

}  // namespace qianmo::identity
