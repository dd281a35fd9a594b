// Four eyes: an officer's account becomes active by the word of a second person.
#pragma once

#include "base/result.h"
#include "identity/domain/account.h"

namespace qianmo::identity {

// The confirmer's roles are those of its account and not of its token: the first two officers of a
// county, whom nobody made, confirm each other, and the first of them does so while PENDING.
// Refuses, in this order: SECOND_FACTOR_REQUIRED, SAME_PERSON, ACTOR_PENDING,
// PASSWORD_CHANGE_REQUIRED and ACCOUNT_DISABLED (the confirmer's), NOT_YOUR_ACCOUNT,
// ILLEGAL_TRANSITION.
Result<AccountState> DecideConfirm(const Account& confirmer, bool session_has_second_factor,
                                   const Account& account);

}  // namespace qianmo::identity
