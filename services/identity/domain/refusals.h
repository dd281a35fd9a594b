// Every refusal of identity, in the order of the life of an account. Clients translate by reason.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/refusal.h"

namespace qianmo::identity::refusals {

// At the door. The first is one answer for an unknown handle, a wrong password and an account that
// may not sign in, so that strangers learn nothing.
Refusal SignInRefused();
Refusal OneTimeCodeRequired();
Refusal OneTimeCodeRejected();
Refusal TooManyFailures(std::chrono::milliseconds retry_after);
// The account's password changed while it was checked: the same request again finds out.
Refusal ChangedMeanwhile();
Refusal SessionUnknown();
Refusal SessionExpired();
Refusal SessionRevoked();

// What people choose. `field` is the proto path of the offending field.
Refusal HandleMalformed(std::string_view field);
Refusal HandleTaken();
Refusal PasswordLength(std::string_view field, int min, int max);
Refusal PasswordIsHandle(std::string_view field);
Refusal PasswordCommon(std::string_view field);
Refusal PasswordUnchanged(std::string_view field);
// Of somebody who is in already, unlike SignInRefused.
Refusal PasswordWrong(std::string_view field);
Refusal PinMalformed(std::string_view field);
Refusal PinGuessable(std::string_view field);
Refusal IdentityNumberMalformed(std::string_view field);
Refusal IdentityNumberMismatch(std::string_view field);
Refusal OrgPathMalformed(std::string_view field);

// Codes that travel. The first is one answer whatever was wrong, as at the door.
Refusal CodeRejected();
Refusal CodeMistyped(std::string_view field);
Refusal LetterExpired();
Refusal ResendTooSoon(std::chrono::milliseconds retry_after);
Refusal PhoneMissing();
Refusal PhoneConfirmedAlready();

// The second factor.
Refusal SecondFactorEnrolled();
Refusal SecondFactorNotEnrolled();
Refusal SecondFactorRequired();
Refusal SecondPersonRequired();

// Accounts.
Refusal AccountNotFound();
Refusal IllegalTransition(std::string_view state, std::string_view transition);
Refusal NotYourAccount();
Refusal OwnAccount();
Refusal SamePerson();
Refusal ActorPending();
Refusal PasswordChangeRequired();
Refusal AccountDisabled();
Refusal PartyNotForAccount();
Refusal AccountHasParty();

// Sessions of others.
Refusal SessionNotFound();

// Roles.
Refusal GrantNotFound();
Refusal RoleNotGrantable(std::string_view role);
Refusal RoleNotYoursToGrant(std::string_view role);
Refusal OwnRole();
Refusal RolePathMismatch(std::string_view role, std::string_view level);
Refusal RoleNeedsOfficer();
Refusal RoleHeldAlready();
Refusal RoleRevokedAlready();
Refusal RolesIncompatible(std::string_view role, std::string_view held);

// Households.
Refusal HouseholdPathMismatch();
Refusal HouseholdNotYours();
Refusal HouseholdHasAccount();

// Agents.
Refusal AgentNotFound();
Refusal AgentForSelf();
Refusal AgentKindMismatch();
Refusal AgentChain();
Refusal AgentPowersInvalid(std::string_view field);
Refusal AgentDatesInvalid(std::string_view field, std::string_view why);
Refusal AgentPeriodTaken();
Refusal AgentRevokedAlready();
Refusal NotYourAgent();
Refusal NoAuthority();

// Keys.
Refusal KeysTooFresh(std::chrono::milliseconds retry_after);

}  // namespace qianmo::identity::refusals
