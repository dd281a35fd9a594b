#include "identity/domain/refusals.h"

#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace qianmo::identity::refusals {
namespace {

using std::chrono::milliseconds;

std::vector<Refusal> All() {
  return {
      SignInRefused(),
      OneTimeCodeRequired(),
      OneTimeCodeRejected(),
      TooManyFailures(milliseconds(5)),
      ChangedMeanwhile(),
      SessionUnknown(),
      SessionExpired(),
      SessionRevoked(),
      HandleMalformed("f"),
      HandleTaken(),
      PasswordLength("f", 8, 128),
      PasswordIsHandle("f"),
      PasswordCommon("f"),
      PasswordUnchanged("f"),
      PasswordWrong("f"),
      PinMalformed("f"),
      PinGuessable("f"),
      IdentityNumberMalformed("f"),
      IdentityNumberMismatch("f"),
      OrgPathMalformed("f"),
      CodeRejected(),
      CodeMistyped("f"),
      LetterExpired(),
      ResendTooSoon(milliseconds(5)),
      PhoneMissing(),
      PhoneConfirmedAlready(),
      SecondFactorEnrolled(),
      SecondFactorNotEnrolled(),
      SecondFactorRequired(),
      SecondPersonRequired(),
      AccountNotFound(),
      IllegalTransition("ACTIVE", "be confirmed"),
      NotYourAccount(),
      OwnAccount(),
      SamePerson(),
      ActorPending(),
      PasswordChangeRequired(),
      AccountDisabled(),
      PartyNotForAccount(),
      AccountHasParty(),
      SessionNotFound(),
      GrantNotFound(),
      RoleNotGrantable("R"),
      RoleNotYoursToGrant("R"),
      OwnRole(),
      RolePathMismatch("R", "village"),
      RoleNeedsOfficer(),
      RoleHeldAlready(),
      RoleRevokedAlready(),
      RolesIncompatible("R", "S"),
      HouseholdPathMismatch(),
      HouseholdNotYours(),
      HouseholdHasAccount(),
      AgentNotFound(),
      AgentForSelf(),
      AgentKindMismatch(),
      AgentChain(),
      AgentPowersInvalid("f"),
      AgentDatesInvalid("f", "Why."),
      AgentPeriodTaken(),
      AgentRevokedAlready(),
      NotYourAgent(),
      NoAuthority(),
      KeysTooFresh(milliseconds(5)),
  };
}

bool IsReason(const std::string& text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

TEST(Refusals, HaveReasonsOfTheirOwnAndSentences) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : All()) {
    EXPECT_TRUE(IsReason(refusal.reason)) << refusal.reason;
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason << " is used twice";
    EXPECT_TRUE(refusal.message.ends_with('.')) << refusal.message;
  }
}

TEST(Refusals, NameAFieldExactlyWhenARequestIsInvalid) {
  for (const Refusal& refusal : All()) {
    EXPECT_EQ(!refusal.fields.empty(), refusal.kind == Refusal::Kind::kInvalid) << refusal.reason;
  }
}

TEST(Refusals, TellHowLongToWaitExactlyWhenExhausted) {
  for (const Refusal& refusal : All()) {
    EXPECT_EQ(refusal.retry_after.has_value(), refusal.kind == Refusal::Kind::kExhausted)
        << refusal.reason;
  }
}

TEST(Refusals, NameTheRuleWhereAnOfficeOrASecondPersonIsMissing) {
  for (const Refusal& refusal :
       {NotYourAccount(), OwnAccount(), SamePerson(), OwnRole(), RoleNotYoursToGrant("R"),
        RolesIncompatible("R", "S"), HouseholdNotYours(), HouseholdHasAccount(), NotYourAgent(),
        NoAuthority()}) {
    EXPECT_TRUE(refusal.article.starts_with("Roles: ")) << refusal.reason;
  }
}

TEST(SignInRefused, TellsNothingApart) {
  EXPECT_TRUE(SignInRefused().metadata.empty());
  EXPECT_TRUE(CodeRejected().metadata.empty());
}

}  // namespace
}  // namespace qianmo::identity::refusals
