// An account as the rules see it: its states, and who may look after it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/org_path.h"
#include "base/result.h"
#include "identity/domain/role.h"

namespace qianmo::identity {

using AccountId = Id<struct Account>;
// The same for all accounts of one person in the county.
using PersonId = Id<struct Person>;

// The numbers are those of qianmo.identity.v1.AccountKind and Account.State.
enum class AccountKind { kOfficer = 1, kBidder = 2, kHousehold = 3 };
enum class AccountState { kPending = 1, kActive = 2, kDisabled = 3 };
enum class AccountTransition { kConfirm, kDisable, kEnable };

struct Account {
  AccountId id;
  PersonId person;
  AccountKind kind;
  AccountState state;
  OrgPath org_path;
  std::vector<RoleHeld> roles = {};
  // Who made it; nobody made the first officers of a county, nor those who signed up.
  std::optional<PersonId> creator_person = {};
  bool confirmed = false;
  bool must_change_password = false;
  bool second_factor_enrolled = false;
  // Who did so since the owner enrolled a second factor last.
  std::optional<PersonId> factor_remover = {};
  std::optional<PersonId> reset_starter = {};
};

// Who acts, with the roles that count in the session.
struct Actor {
  AccountId account;
  PersonId person;
  std::vector<RoleHeld> roles;
};

std::string_view Name(AccountState state);            // "PENDING", …
std::string_view Name(AccountTransition transition);  // "be confirmed", …

// The state after the transition; an account that was never confirmed is enabled to PENDING.
// Refuses ILLEGAL_TRANSITION.
Result<AccountState> Next(AccountState state, AccountTransition transition, bool confirmed);

// Whether the actor may make an officer's account for this organisation.
Result<Done> CheckMayCreate(const Actor& actor, const OrgPath& org_path);

// Whether the account is the actor's own, or the actor's office looks after its organisation:
// whoever does sees all of it; whoever only inspects sees it with handle and telephone masked.
bool LooksAfter(const Actor& actor, AccountId account, const OrgPath& org_path);

// Whether an office among `roles` reaches the account and everything it may do: COUNTY_ADMIN, or
// TOWNSHIP_APPROVER over an account that holds no office beyond those that it gives itself.
bool Commands(const std::vector<RoleHeld>& roles, const Account& account);

// Whether the actor may disable, enable, or help the account to a new password or factor: another
// person's, and one that the actor's roles command.
Result<Done> CheckMayManage(const Actor& actor, const Account& account);

// As CheckMayManage. One person alone does not do both, or it could become the owner: whoever did
// the one waits for the owner to enrol a second factor anew. Refuse also SECOND_PERSON_REQUIRED.
Result<Done> CheckMayStartReset(const Actor& actor, const Account& account);
Result<Done> CheckMayRemoveFactor(const Actor& actor, const Account& account);

// Whether the account may trade as the party. `there` is the one it trades as already, which never
// changes. Refuses PARTY_NOT_FOR_ACCOUNT, ACCOUNT_HAS_PARTY.
Result<Done> DecideLinkParty(const Account& account, const std::optional<Uuid>& there,
                             const Uuid& party);

// Disable and Enable, by another person only.
Result<AccountState> DecideDisable(const Actor& actor, const Account& account);
Result<AccountState> DecideEnable(const Actor& actor, const Account& account);

// The roles that a caller token carries: none while the account is not active or its password is
// another's; those that need a second factor only in a session opened with one.
std::vector<RoleHeld> RolesInForce(const Account& account, bool session_has_second_factor);

// The numbers are those of qianmo.identity.v1.NextStep.
enum class NextStep {
  kEnrolOneTimeCode = 1,
  kChangePassword = 2,
  kAwaitConfirmation = 3,
  kConfirmPhone = 4,
};

// What the owner still has to do before all of the account can be used.
std::vector<NextStep> NextSteps(const Account& account, bool phone_waits_for_proof);

}  // namespace qianmo::identity
