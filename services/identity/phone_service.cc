#include "identity/phone_service.h"

#include "identity/domain/refusals.h"
#include "identity/knock.h"
#include "identity/notices.h"
#include "identity/own_account.h"

namespace qianmo::identity {
namespace {

Result<Done> CheckWaitsForProof(const AccountRow& account) {
  if (account.phone.empty()) return refusals::PhoneMissing();
  if (account.phone_confirmed) return refusals::PhoneConfirmedAlready();
  return Done{};
}

}  // namespace

Result<v1::Account> PhoneService::SendPhoneCode(rpc::Call& call, const v1::SendPhoneCodeRequest&) {
  QM_TRY(Charge(call, BucketKind::kCodeRequest, "telephone of " + call.caller().account_id()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    QM_ASSIGN(const AccountRow account, LockOwn(tx, call));
    QM_TRY(CheckWaitsForProof(account));
    const auto ring = call.room().keyring.Current();
    QM_ASSIGN(const SentCode code, SendCode(tx, *ring, call.county(), account.facts.id,
                                            CodePurpose::kPhoneProof, call.now()));
    TextCode(tx, call, account, messages::v1::TEMPLATE_PHONE_CODE, code);
    return ReadAccount(tx, *ring, call.county(), account.facts.id);
  });
}

Result<v1::Account> PhoneService::ConfirmPhone(rpc::Call& call,
                                               const v1::ConfirmPhoneRequest& request) {
  QM_ASSIGN(const AccountRow own, FindOwn(call));
  QM_ASSIGN(const ChargedCodes charged,
            ChargeAttempt(call, own.facts.id, {CodePurpose::kPhoneProof}));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    QM_ASSIGN(const AccountRow account, LockOwn(tx, call));
    QM_TRY(CheckWaitsForProof(account));
    const auto ring = call.room().keyring.Current();
    QM_TRY(UseCode(tx, *ring, call.county(), account.facts.id, charged, request.one_time_code(),
                   call.now()));
    SetPhoneConfirmed(tx, call.county(), account.facts.id, call.now());
    return ReadAccount(tx, *ring, call.county(), account.facts.id);
  });
}

}  // namespace qianmo::identity
