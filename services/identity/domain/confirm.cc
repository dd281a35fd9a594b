#include "identity/domain/confirm.h"

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

bool IsFounder(const Account& account) {
  return account.kind == AccountKind::kOfficer && !account.creator_person;
}

}  // namespace

Result<AccountState> DecideConfirm(const Account& confirmer, bool session_has_second_factor,
                                   const Account& account) {
  if (!session_has_second_factor) return refusals::SecondFactorRequired();
  const bool is_theirs = confirmer.id == account.id || confirmer.person == account.person;
  if (is_theirs || confirmer.person == account.creator_person) return refusals::SamePerson();
  if (confirmer.state == AccountState::kPending && !(IsFounder(confirmer) && IsFounder(account))) {
    return refusals::ActorPending();
  }
  if (confirmer.must_change_password) return refusals::PasswordChangeRequired();
  if (confirmer.state == AccountState::kDisabled) return refusals::AccountDisabled();
  if (!Commands(confirmer.roles, account)) return refusals::NotYourAccount();
  return Next(account.state, AccountTransition::kConfirm, account.confirmed);
}

}  // namespace qianmo::identity
