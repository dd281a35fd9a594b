#include "identity/domain/agent.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;

constexpr Date Day(int year, unsigned month, unsigned day) {
  return Date(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}
constexpr Date kToday = Day(2026, 9, 24);

Account Bidder(std::uint8_t n) {
  return AccountOf(n, AccountKind::kBidder, kCounty, {{Role::kBidder, kCounty}});
}

Authority For(Date start, Date end, std::vector<AgentPower> powers = {AgentPower::kBid}) {
  return Authority{std::move(powers), start, end};
}

std::string Appointing(const Account& principal, const Account& agent, const Authority& wanted,
                       const std::vector<Authority>& existing = {}) {
  return Outcome(DecideAppoint(principal, false, agent, {}, wanted, existing, kToday));
}

const Authority kMonth = For(kToday, kToday + days(30));

TEST(AgentState, ChangesWithTheDay) {
  const Authority authority = For(kToday, kToday + days(2));
  EXPECT_EQ(StateOf(authority, kToday - days(1)), AgentState::kComing);
  EXPECT_EQ(StateOf(authority, kToday), AgentState::kValid);
  EXPECT_EQ(StateOf(authority, kToday + days(1)), AgentState::kValid);
  EXPECT_EQ(StateOf(authority, kToday + days(2)), AgentState::kEnded);
  Authority revoked = authority;
  revoked.revoked = true;
  for (int day = -1; day <= 2; ++day) {
    EXPECT_EQ(StateOf(revoked, kToday + days(day)), AgentState::kRevoked);
  }
}

TEST(DecideAppoint, IsForBiddersAndHouseholds) {
  constexpr AccountKind kKinds[] = {AccountKind::kOfficer, AccountKind::kBidder,
                                    AccountKind::kHousehold};
  const std::string outcomes[3][3] = {
      {"AGENT_KIND_MISMATCH", "AGENT_KIND_MISMATCH", "AGENT_KIND_MISMATCH"},
      {"AGENT_KIND_MISMATCH", "OK", "OK"},
      {"AGENT_KIND_MISMATCH", "OK", "OK"},
  };
  for (int principal = 0; principal < 3; ++principal) {
    for (int agent = 0; agent < 3; ++agent) {
      EXPECT_EQ(Appointing(AccountOf(1, kKinds[principal], kVillage),
                           AccountOf(2, kKinds[agent], kVillage), kMonth),
                outcomes[principal][agent])
          << principal << " " << agent;
    }
  }
}

TEST(DecideAppoint, IsNeverForOneselfNorForAnother) {
  EXPECT_EQ(Appointing(Bidder(1), Bidder(1), kMonth), "AGENT_FOR_SELF");
  Account other_account_of_same_person = Bidder(2);
  other_account_of_same_person.person = PersonNumber(1);
  EXPECT_EQ(Appointing(Bidder(1), other_account_of_same_person, kMonth), "AGENT_FOR_SELF");
  EXPECT_EQ(Outcome(DecideAppoint(Bidder(1), true, Bidder(2), {}, kMonth, {}, kToday)),
            "AGENT_CHAIN");
}

TEST(DecideAppoint, TakesActiveAccounts) {
  Account disabled = Bidder(2);
  disabled.state = AccountState::kDisabled;
  EXPECT_EQ(Appointing(Bidder(1), disabled, kMonth), "ACCOUNT_DISABLED");
  EXPECT_EQ(Appointing(disabled, Bidder(1), kMonth), "ACCOUNT_DISABLED");
}

TEST(DecideAppoint, TakesEachPowerOnce) {
  const Date end = kToday + days(1);
  EXPECT_EQ(Appointing(Bidder(1), Bidder(2), For(kToday, end, {})), "AGENT_POWERS_INVALID");
  EXPECT_EQ(
      Appointing(Bidder(1), Bidder(2), For(kToday, end, {AgentPower::kBid, AgentPower::kBid})),
      "AGENT_POWERS_INVALID");
  EXPECT_EQ(
      Appointing(Bidder(1), Bidder(2),
                 For(kToday, end,
                     {AgentPower::kEnter, AgentPower::kPay, AgentPower::kBid, AgentPower::kSign})),
      "OK");
}

TEST(DecideAppoint, HoldsThePeriodToItsLimits) {
  struct Case {
    Date start, end;
    std::string outcome;
  };
  const Case cases[] = {
      {kToday - days(1), kToday + days(1), "AGENT_DATES_INVALID"},
      {kToday, kToday + days(1), "OK"},
      {kToday, kToday, "AGENT_DATES_INVALID"},
      {kToday + days(5), kToday + days(4), "AGENT_DATES_INVALID"},
      {kToday, Day(2029, 9, 24), "OK"},
      {kToday, Day(2029, 9, 25), "AGENT_DATES_INVALID"},
      {Day(2028, 2, 29), Day(2031, 2, 28), "OK"},
      {Day(2028, 2, 29), Day(2031, 3, 1), "AGENT_DATES_INVALID"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Appointing(Bidder(1), Bidder(2), For(c.start, c.end)), c.outcome);
  }
}

TEST(DecideAppoint, GivesOneAuthorityAtATime) {
  const Authority wanted = For(kToday + days(10), kToday + days(20));
  struct Case {
    int start, end;
    bool revoked;
    std::string outcome;
  };
  const Case cases[] = {
      {0, 10, false, "OK"},
      {0, 11, false, "AGENT_PERIOD_TAKEN"},
      {19, 30, false, "AGENT_PERIOD_TAKEN"},
      {20, 30, false, "OK"},
      {12, 13, false, "AGENT_PERIOD_TAKEN"},
      {0, 30, false, "AGENT_PERIOD_TAKEN"},
      {0, 30, true, "OK"},
  };
  for (const Case& c : cases) {
    Authority existing = For(kToday + days(c.start), kToday + days(c.end));
    existing.revoked = c.revoked;
    EXPECT_EQ(Appointing(Bidder(1), Bidder(2), wanted, {existing}), c.outcome)
        << c.start << " to " << c.end;
  }
}

TEST(DecideRevokeAgent, IsForTheTwoAndTheCounty) {
  const Account principal = Bidder(1);
  const auto revoking = [&](const Actor& actor, const Authority& authority) {
    return Outcome(DecideRevokeAgent(actor, principal, AccountNumber(2), authority));
  };
  EXPECT_EQ(revoking(Acting(1, {}), kMonth), "OK");
  EXPECT_EQ(revoking(Acting(2, {}), kMonth), "OK");
  EXPECT_EQ(revoking(Acting(3, {}), kMonth), "NOT_YOUR_AGENT");
  EXPECT_EQ(revoking(Acting(3, {{Role::kCountyAdmin, kCounty}}), kMonth), "OK");
  EXPECT_EQ(revoking(Acting(3, {{Role::kCountyAdmin, kOtherCounty}}), kMonth), "NOT_YOUR_AGENT");
  EXPECT_EQ(revoking(Acting(3, {{Role::kTownshipApprover, kTownship}}), kMonth), "NOT_YOUR_AGENT");
  Authority revoked = kMonth;
  revoked.revoked = true;
  EXPECT_EQ(revoking(Acting(1, {}), revoked), "AGENT_REVOKED");
}

TEST(CheckActing, NeedsAnAuthorityThatIsValidToday) {
  const Account principal = Bidder(1);
  EXPECT_EQ(Outcome(CheckActing(principal, {}, {kMonth}, kToday)), "OK");
  EXPECT_EQ(Outcome(CheckActing(principal, {}, {}, kToday)), "NO_AUTHORITY");
  EXPECT_EQ(Outcome(CheckActing(principal, {}, {kMonth}, kToday - days(1))), "NO_AUTHORITY");
  EXPECT_EQ(Outcome(CheckActing(principal, {}, {kMonth}, kToday + days(29))), "OK");
  EXPECT_EQ(Outcome(CheckActing(principal, {}, {kMonth}, kToday + days(30))), "NO_AUTHORITY");
  Authority revoked = kMonth;
  revoked.revoked = true;
  EXPECT_EQ(Outcome(CheckActing(principal, {}, {revoked}, kToday)), "NO_AUTHORITY");
  EXPECT_EQ(Outcome(CheckActing(principal, {}, {revoked, kMonth}, kToday)), "OK");
  Account disabled = principal;
  disabled.state = AccountState::kDisabled;
  EXPECT_EQ(Outcome(CheckActing(disabled, {}, {kMonth}, kToday)), "NO_AUTHORITY");
}

// Every office, as another account of the agent's person holds it.
std::string Expected(Role office) {
  const bool never = office == Role::kCentreOfficer || office == Role::kCentreApprover ||
                     office == Role::kCountyAdmin || office == Role::kBank;
  return never ? "ROLES_INCOMPATIBLE" : "OK";
}

TEST(DecideAppoint, LeavesOutPersonsWhoseOfficeMayNeverBid) {
  for (const Role office : kEveryRole) {
    if (!IsOffice(office)) continue;
    const auto decided =
        DecideAppoint(Bidder(1), false, Bidder(2), {{office, kCounty}}, kMonth, {}, kToday);
    EXPECT_EQ(Outcome(decided), Expected(office)) << Name(office);
  }
}

TEST(CheckActing, EndsWhenTheAgentsPersonGetsAnOfficeThatMayNeverBid) {
  for (const Role office : kEveryRole) {
    if (!IsOffice(office)) continue;
    EXPECT_EQ(Outcome(CheckActing(Bidder(1), {{office, kCounty}}, {kMonth}, kToday)),
              Expected(office))
        << Name(office);
  }
}

}  // namespace
}  // namespace qianmo::identity
