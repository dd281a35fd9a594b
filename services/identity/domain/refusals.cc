#include "identity/domain/refusals.h"

#include <utility>

namespace qianmo::identity::refusals {
namespace {

using Kind = Refusal::Kind;

// The roles page of the design, the house's own rule where no law speaks.
constexpr char kTwoPersons[] = "Roles: the same person never makes and checks";
constexpr char kRoleDuties[] = "Roles: what each office may do";

Refusal Field(std::string_view field, std::string reason, std::string description) {
  Refusal refusal = Refusal::InvalidField(std::string(field), std::move(description));
  refusal.reason = std::move(reason);
  return refusal;
}

}  // namespace

Refusal SignInRefused() {
  return {Kind::kUnauthenticated, "SIGN_IN_REFUSED", "The handle or the password is not right."};
}

Refusal OneTimeCodeRequired() {
  return {Kind::kUnauthenticated, "ONE_TIME_CODE_REQUIRED",
          "The account has a second factor: a one-time code or a recovery code is needed."};
}

Refusal OneTimeCodeRejected() {
  return {Kind::kUnauthenticated, "ONE_TIME_CODE_REJECTED",
          "The code is wrong, too old or was used before."};
}

Refusal TooManyFailures(std::chrono::milliseconds retry_after) {
  Refusal refusal{Kind::kExhausted, "TOO_MANY_FAILURES",
                  "Too many attempts have failed; wait before the next one."};
  refusal.retry_after = retry_after;
  return refusal;
}

Refusal ChangedMeanwhile() {
  Refusal refusal{Kind::kExhausted, "CHANGED_MEANWHILE",
                  "The account changed just now; try again."};
  refusal.retry_after = std::chrono::milliseconds(0);
  return refusal;
}

Refusal SessionUnknown() {
  return {Kind::kUnauthenticated, "SESSION_UNKNOWN", "There is no such session."};
}

Refusal SessionExpired() {
  return {Kind::kUnauthenticated, "SESSION_EXPIRED", "The session has ended; sign in again."};
}

Refusal SessionRevoked() {
  return {Kind::kUnauthenticated, "SESSION_REVOKED", "The session was ended; sign in again."};
}

Refusal HandleMalformed(std::string_view field) {
  return Field(field, "HANDLE_MALFORMED",
               "A handle is a mobile number, or 3 to 40 letters a-z, digits and . _ - that begin "
               "with a letter.");
}

Refusal HandleTaken() {
  return {Kind::kExists, "HANDLE_TAKEN", "Another account uses this handle."};
}

Refusal PasswordLength(std::string_view field, int min, int max) {
  return Field(field, "PASSWORD_LENGTH",
               "A password has " + std::to_string(min) + " to " + std::to_string(max) +
                   " characters.")
      .With("min", std::to_string(min))
      .With("max", std::to_string(max));
}

Refusal PasswordIsHandle(std::string_view field) {
  return Field(field, "PASSWORD_IS_HANDLE", "The password must differ from the handle.");
}

Refusal PasswordCommon(std::string_view field) {
  return Field(field, "PASSWORD_COMMON", "The password is among those that are guessed first.");
}

Refusal PasswordUnchanged(std::string_view field) {
  return Field(field, "PASSWORD_UNCHANGED", "The new password must differ from the old one.");
}

Refusal PasswordWrong(std::string_view field) {
  return Field(field, "PASSWORD_WRONG", "The password is not right.");
}

Refusal PinMalformed(std::string_view field) {
  return Field(field, "PIN_MALFORMED", "A PIN has six digits.");
}

Refusal PinGuessable(std::string_view field) {
  return Field(field, "PIN_GUESSABLE", "The PIN must not be a run or a repetition.");
}

Refusal IdentityNumberMalformed(std::string_view field) {
  return Field(field, "IDENTITY_NUMBER_MALFORMED",
               "The identity number has a wrong date or check character.");
}

Refusal IdentityNumberMismatch(std::string_view field) {
  return Field(field, "IDENTITY_NUMBER_MISMATCH",
               "This is not the identity number with which the account was made.");
}

Refusal OrgPathMalformed(std::string_view field) {
  return Field(field, "ORG_PATH_MALFORMED", "The organisation's path is not one of this county.");
}

Refusal CodeRejected() {
  return {Kind::kPrecondition, "CODE_REJECTED", "The code is wrong, too old or was used before."};
}

Refusal CodeMistyped(std::string_view field) {
  return Field(field, "CODE_MISTYPED", "The code was not typed as it is printed.");
}

Refusal LetterExpired() {
  return {Kind::kPrecondition, "LETTER_EXPIRED",
          "The letter is too old; the township or the village clerk issues a new one."};
}

Refusal ResendTooSoon(std::chrono::milliseconds retry_after) {
  Refusal refusal{Kind::kExhausted, "RESEND_TOO_SOON", "A code was sent just now."};
  refusal.retry_after = retry_after;
  return refusal;
}

Refusal PhoneMissing() {
  return {Kind::kPrecondition, "PHONE_MISSING", "The account has no telephone."};
}

Refusal PhoneConfirmedAlready() {
  return {Kind::kPrecondition, "PHONE_CONFIRMED", "The telephone is confirmed already."};
}

Refusal SecondFactorEnrolled() {
  return {Kind::kPrecondition, "SECOND_FACTOR_ENROLLED",
          "The account has a second factor; another officer removes a lost one."};
}

Refusal SecondFactorNotEnrolled() {
  return {Kind::kPrecondition, "SECOND_FACTOR_NOT_ENROLLED", "The account has no second factor."};
}

Refusal SecondFactorRequired() {
  return {Kind::kDenied, "SECOND_FACTOR_REQUIRED",
          "This needs a session that was opened with a second factor."};
}

Refusal SecondPersonRequired() {
  return Refusal{Kind::kPrecondition, "SECOND_PERSON_REQUIRED",
                 "Whoever takes the second factor away does not also start the password reset, "
                 "until the owner has enrolled anew; another officer must."}
      .Under(kTwoPersons);
}

Refusal AccountNotFound() {
  return {Kind::kNotFound, "ACCOUNT_NOT_FOUND", "There is no such account."};
}

Refusal IllegalTransition(std::string_view state, std::string_view transition) {
  return Refusal{
      Kind::kPrecondition, "ILLEGAL_TRANSITION",
      "An account that is " + std::string(state) + " cannot " + std::string(transition) + "."}
      .With("state", std::string(state))
      .With("transition", std::string(transition));
}

Refusal NotYourAccount() {
  return Refusal{Kind::kDenied, "NOT_YOUR_ACCOUNT",
                 "The account, or a role it holds, is beyond the caller's office."}
      .Under(kRoleDuties);
}

Refusal OwnAccount() {
  return Refusal{Kind::kDenied, "OWN_ACCOUNT",
                 "Another person must do this; nobody does it to an account of their own."}
      .Under(kTwoPersons);
}

Refusal SamePerson() {
  return Refusal{Kind::kDenied, "SAME_PERSON",
                 "The person who made the account, or whose it is, cannot confirm it."}
      .Under(kTwoPersons);
}

Refusal ActorPending() {
  return Refusal{Kind::kDenied, "ACTOR_PENDING",
                 "The caller's own account waits for confirmation by another officer."}
      .Under(kTwoPersons);
}

Refusal PasswordChangeRequired() {
  return {Kind::kDenied, "PASSWORD_CHANGE_REQUIRED",
          "The caller's password was set by somebody else and must be changed first."};
}

Refusal AccountDisabled() {
  return {Kind::kPrecondition, "ACCOUNT_DISABLED", "The account is disabled."};
}

Refusal PartyNotForAccount() {
  return {Kind::kPrecondition, "PARTY_NOT_FOR_ACCOUNT", "Only a bidder's account has a party."};
}

Refusal AccountHasParty() {
  return {Kind::kExists, "ACCOUNT_HAS_PARTY", "The account trades as another party already."};
}

Refusal SessionNotFound() {
  return {Kind::kNotFound, "SESSION_NOT_FOUND", "There is no such session."};
}

Refusal GrantNotFound() { return {Kind::kNotFound, "GRANT_NOT_FOUND", "There is no such grant."}; }

Refusal RoleNotGrantable(std::string_view role) {
  return Refusal{Kind::kPrecondition, "ROLE_NOT_GRANTABLE",
                 "This role comes with the account and is not given or taken by officers."}
      .With("role", std::string(role))
      .Under(kRoleDuties);
}

Refusal RoleNotYoursToGrant(std::string_view role) {
  return Refusal{Kind::kDenied, "ROLE_NOT_YOURS_TO_GRANT",
                 "The caller's office does not give or take this role there."}
      .With("role", std::string(role))
      .Under(kRoleDuties);
}

Refusal OwnRole() {
  return Refusal{Kind::kDenied, "OWN_ROLE",
                 "Nobody gives roles to themselves or takes them from themselves."}
      .Under(kTwoPersons);
}

Refusal RolePathMismatch(std::string_view role, std::string_view level) {
  Refusal refusal = Field("org_path", "ROLE_PATH_MISMATCH",
                          "This role is held for a " + std::string(level) + ".");
  return std::move(refusal).With("role", std::string(role)).With("level", std::string(level));
}

Refusal RoleNeedsOfficer() {
  return Refusal{Kind::kPrecondition, "ROLE_NEEDS_OFFICER",
                 "Offices are held by officers' accounts only, not by bidders or households."}
      .Under(kRoleDuties);
}

Refusal RoleHeldAlready() {
  return {Kind::kExists, "ROLE_HELD", "The account holds this role there already."};
}

Refusal RoleRevokedAlready() {
  return {Kind::kPrecondition, "ROLE_REVOKED", "The role was taken back already."};
}

Refusal RolesIncompatible(std::string_view role, std::string_view held) {
  return Refusal{Kind::kPrecondition, "ROLES_INCOMPATIBLE",
                 "The person holds a role that must not meet this one in one hand."}
      .With("role", std::string(role))
      .With("held", std::string(held))
      .Under(kTwoPersons);
}

Refusal HouseholdPathMismatch() {
  return Field("org_path", "HOUSEHOLD_PATH_MISMATCH", "A household belongs to a village or group.");
}

Refusal HouseholdNotYours() {
  return Refusal{Kind::kDenied, "HOUSEHOLD_NOT_YOURS",
                 "The household is beyond the caller's office."}
      .Under(kRoleDuties);
}

Refusal HouseholdHasAccount() {
  return Refusal{Kind::kDenied, "HOUSEHOLD_HAS_ACCOUNT",
                 "The household has an account; only the township issues a letter for a new PIN."}
      .Under(kTwoPersons);
}

Refusal AgentNotFound() { return {Kind::kNotFound, "AGENT_NOT_FOUND", "There is no such agent."}; }

Refusal AgentForSelf() {
  return {Kind::kPrecondition, "AGENT_FOR_SELF", "Nobody needs authority to act for themselves."};
}

Refusal AgentKindMismatch() {
  return Refusal{Kind::kPrecondition, "AGENT_KIND_MISMATCH",
                 "Only bidders and households authorise, and only accounts of that kind act."}
      .Under(kRoleDuties);
}

Refusal AgentChain() {
  return {Kind::kDenied, "AGENT_CHAIN", "An agent cannot pass its authority on."};
}

Refusal AgentPowersInvalid(std::string_view field) {
  return Field(field, "AGENT_POWERS_INVALID", "At least one power, and none twice.");
}

Refusal AgentDatesInvalid(std::string_view field, std::string_view why) {
  return Field(field, "AGENT_DATES_INVALID", std::string(why));
}

Refusal AgentPeriodTaken() {
  return {Kind::kExists, "AGENT_PERIOD_TAKEN",
          "The agent has an authority in this period already; end that one first."};
}

Refusal AgentRevokedAlready() {
  return {Kind::kPrecondition, "AGENT_REVOKED", "The authority was ended already."};
}

Refusal NotYourAgent() {
  return Refusal{Kind::kDenied, "NOT_YOUR_AGENT",
                 "Only the one who gave the authority, the agent and the county may end it."}
      .Under(kRoleDuties);
}

Refusal NoAuthority() {
  return Refusal{Kind::kDenied, "NO_AUTHORITY",
                 "The caller has no valid authority to act for this account."}
      .Under(kRoleDuties);
}

Refusal KeysTooFresh(std::chrono::milliseconds retry_after) {
  Refusal refusal{Kind::kExhausted, "KEYS_TOO_FRESH",
                  "A key was added just now, and not every server may know it yet."};
  refusal.retry_after = retry_after;
  return refusal;
}

}  // namespace qianmo::identity::refusals
