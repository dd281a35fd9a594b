#include "rpc/access.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace qianmo::rpc {
namespace {

constexpr CountyId kHome{7};
constexpr CountyId kAway{8};

v1::Grant GrantOf(v1::Scope scope, std::initializer_list<v1::Role> roles = {}) {
  v1::Grant grant;
  grant.set_scope(scope);
  for (const v1::Role role : roles) grant.add_roles(role);
  return grant;
}

MethodPolicy PolicyWith(std::initializer_list<v1::Grant> grants) {
  MethodPolicy policy;
  policy.full_name = "qianmo.test.v1.NotebookService.WriteNote";
  for (const auto& grant : grants) *policy.access.add_grants() = grant;
  return policy;
}

void Hold(v1::Caller* caller, v1::Role role, const std::string& org_path) {
  auto* held = caller->add_roles();
  held->set_role(role);
  held->set_org_path(org_path);
}

v1::Caller Nobody() {
  v1::Caller caller;
  caller.set_county_id(kHome.number);
  caller.set_account_id("me");
  caller.set_household_id("my household");
  caller.set_party_id("my party");
  return caller;
}

v1::Caller Clerk(const std::string& org_path) {
  v1::Caller caller = Nobody();
  Hold(&caller, v1::ROLE_VILLAGE_CLERK, org_path);
  return caller;
}

v1::Caller Approver(const std::string& org_path, bool second_factor) {
  v1::Caller caller = Nobody();
  Hold(&caller, v1::ROLE_TOWNSHIP_APPROVER, org_path);
  caller.set_second_factor(second_factor);
  return caller;
}

std::string ReasonOf(const Result<Done>& result) {
  return result.ok() ? "" : result.refusal().reason;
}

struct PathCase {
  const char* held;
  const char* object;
  bool reached;
};

void ExpectPaths(v1::Scope scope, std::initializer_list<PathCase> cases) {
  const auto policy = PolicyWith({GrantOf(scope, {v1::ROLE_VILLAGE_CLERK})});
  for (const auto& c : cases) {
    const ScopeOf object{.county = kHome, .org_path = c.object};
    EXPECT_EQ(CheckScope(policy, Clerk(c.held), object).ok(), c.reached)
        << c.held << " and " << c.object;
  }
}

TEST(CheckScope, LetsAnOrganisationReachItselfAndThoseBelow) {
  ExpectPaths(v1::SCOPE_OWN_ORGANISATION, {{"/7/a/x/", "/7/a/x/", true},
                                           {"/7/a/x/", "/7/a/x/1/", true},
                                           {"/7/a/x/", "/7/a/", false},
                                           {"/7/a/x/", "/7/", false},
                                           {"/7/a/x/", "/7/a/y/", false},
                                           {"/7/a/x/", "/7/b/x/", false},
                                           {"/7/a/", "/7/a/x/", true},
                                           {"/7/", "/7/b/y/", true}});
}

TEST(CheckScope, TakesNoNameForAnotherThatBeginsLikeIt) {
  ExpectPaths(v1::SCOPE_OWN_ORGANISATION, {{"/7/a/", "/7/ab/", false},
                                           {"/7/ab/", "/7/a/", false},
                                           {"/7/", "/70/a/", false},
                                           {"/7/a/x/", "/7/a/x", false},
                                           {"/7/a/", "x/7/a/", false}});
  ExpectPaths(v1::SCOPE_OWN_TOWNSHIP, {{"/7/a/x/", "/7/ab/", false}, {"/7/", "/70/", false}});
  ExpectPaths(v1::SCOPE_ITSELF, {{"/7/", "/7/", true},
                                 {"/7/", "/7/a/", false},
                                 {"/7/a/", "/7/", false},
                                 {"/7/a/", "/7/a/", true}});
}

TEST(CheckScope, GivesNothingToARoleWhosePathIsNone) {
  for (const auto scope : {v1::SCOPE_OWN_ORGANISATION, v1::SCOPE_OWN_TOWNSHIP}) {
    ExpectPaths(scope, {{"", "/7/a/", false},
                        {"", "", false},
                        {"/7/a/", "", false},
                        {"/7/a", "/7/a/", false},
                        {"/7/a", "/7/ab/", false},
                        {"/7", "/7/a/", false}});
  }
}

TEST(CheckScope, WidensATownshipScopeToTheWholeTownship) {
  ExpectPaths(v1::SCOPE_OWN_TOWNSHIP, {{"/7/a/x/", "/7/a/x/", true},
                                       {"/7/a/x/", "/7/a/y/", true},
                                       {"/7/a/x/1/", "/7/a/y/2/", true},
                                       {"/7/a/x/", "/7/a/", true},
                                       {"/7/a/x/", "/7/b/", false},
                                       {"/7/a/x/", "/7/", false},
                                       {"/7/a/", "/7/a/y/", true},
                                       {"/7/a/", "/7/b/y/", false},
                                       {"/7/", "/7/b/y/", true}});
}

// What each scope asks of an object besides its path, with a caller who has one of everything.
TEST(CheckScope, ComparesWhatTheScopeNames) {
  const ScopeOf stranger{.county = kHome,
                         .org_path = "/7/b/",
                         .account_id = "other",
                         .household_id = "other household",
                         .party_id = "other party"};
  ScopeOf account = stranger, household = stranger, party = stranger, village = stranger;
  account.account_id = "me";
  household.household_id = "my household";
  party.party_id = "my party";
  village.org_path = "/7/a/x/";
  const struct {
    v1::Scope scope;
    bool stranger, account, household, party, village;
  } cases[] = {{v1::SCOPE_UNSPECIFIED, false, false, false, false, false},
               {v1::SCOPE_PUBLIC, true, true, true, true, true},
               {v1::SCOPE_OWN_ACCOUNT, false, true, false, false, false},
               {v1::SCOPE_OWN_HOUSEHOLD, false, false, true, false, false},
               {v1::SCOPE_OWN_BIDDER, false, false, false, true, false},
               {v1::SCOPE_OWN_ORGANISATION, false, false, false, false, true},
               {v1::SCOPE_OWN_TOWNSHIP, false, false, false, false, true},
               {v1::SCOPE_OWN_COUNTY, true, true, true, true, true}};
  for (const auto& c : cases) {
    const auto policy = PolicyWith({GrantOf(c.scope)});
    const auto reaches = [&](const ScopeOf& object) {
      return CheckScope(policy, Clerk("/7/a/x/"), object).ok();
    };
    SCOPED_TRACE(v1::Scope_Name(c.scope));
    EXPECT_EQ(reaches(stranger), c.stranger);
    EXPECT_EQ(reaches(account), c.account);
    EXPECT_EQ(reaches(household), c.household);
    EXPECT_EQ(reaches(party), c.party);
    EXPECT_EQ(reaches(village), c.village);
  }
}

TEST(CheckScope, TakesNothingForTheSameAsNothing) {
  v1::Caller caller;
  caller.set_county_id(kHome.number);
  for (const auto scope : {v1::SCOPE_OWN_ACCOUNT, v1::SCOPE_OWN_HOUSEHOLD, v1::SCOPE_OWN_BIDDER,
                           v1::SCOPE_OWN_ORGANISATION, v1::SCOPE_OWN_TOWNSHIP}) {
    EXPECT_EQ(ReasonOf(CheckScope(PolicyWith({GrantOf(scope)}), caller, {.county = kHome})),
              "OUT_OF_SCOPE")
        << v1::Scope_Name(scope);
  }
}

TEST(CheckScope, OpensAnotherCountyToPublicMethodsOnly) {
  const ScopeOf mine_elsewhere{.county = kAway,
                               .org_path = "/7/a/x/",
                               .account_id = "me",
                               .household_id = "my household",
                               .party_id = "my party"};
  for (int scope = v1::Scope_MIN; scope <= v1::Scope_MAX; ++scope) {
    const auto policy = PolicyWith({GrantOf(static_cast<v1::Scope>(scope))});
    EXPECT_EQ(CheckScope(policy, Clerk("/7/a/x/"), mine_elsewhere).ok(), scope == v1::SCOPE_PUBLIC)
        << scope;
  }
}

TEST(CheckScope, SaysWhichMethodRefused) {
  const auto refused =
      CheckScope(PolicyWith({GrantOf(v1::SCOPE_OWN_ACCOUNT)}), Nobody(), {.county = kHome});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.refusal().kind, Refusal::Kind::kDenied);
  ASSERT_EQ(refused.refusal().metadata.size(), 1u);
  EXPECT_EQ(refused.refusal().metadata[0].first, "method");
  EXPECT_EQ(refused.refusal().metadata[0].second, "qianmo.test.v1.NotebookService.WriteNote");
}

// A clerk in the village, an approver in the township: each grant works for its own role only.
TEST(CheckScope, NeverMixesTheRoleOfOneGrantWithTheScopeOfAnother) {
  const auto policy = PolicyWith({GrantOf(v1::SCOPE_OWN_ORGANISATION, {v1::ROLE_VILLAGE_CLERK}),
                                  GrantOf(v1::SCOPE_OWN_TOWNSHIP, {v1::ROLE_TOWNSHIP_APPROVER})});
  v1::Caller both = Clerk("/7/a/x/");
  Hold(&both, v1::ROLE_TOWNSHIP_APPROVER, "/7/b/y/");
  both.set_second_factor(true);
  v1::Caller both_without_factor = both;
  both_without_factor.set_second_factor(false);
  const struct {
    v1::Caller caller;
    const char* object;
    bool reached;
  } cases[] = {{both, "/7/a/x/", true},
               {both, "/7/a/y/", false},  // the clerk's role has no township scope
               {both, "/7/b/z/", true},
               {both, "/7/c/", false},
               {both_without_factor, "/7/a/x/", true},
               {both_without_factor, "/7/b/y/", false},
               {Clerk("/7/a/x/"), "/7/a/x/", true},
               {Clerk("/7/a/x/"), "/7/a/y/", false},
               {Approver("/7/a/x/", true), "/7/a/y/", true},
               {Approver("/7/a/x/", false), "/7/a/x/", false},
               {Nobody(), "/7/a/x/", false}};
  for (const auto& c : cases) {
    const ScopeOf object{.county = kHome, .org_path = c.object};
    EXPECT_EQ(CheckScope(policy, c.caller, object).ok(), c.reached)
        << c.caller.ShortDebugString() << " and " << c.object;
  }
}

TEST(CheckScope, AddsUpTheSameRoleInTwoPlaces) {
  const auto policy = PolicyWith({GrantOf(v1::SCOPE_OWN_ORGANISATION, {v1::ROLE_VILLAGE_CLERK})});
  v1::Caller caller = Clerk("/7/a/x/");
  Hold(&caller, v1::ROLE_VILLAGE_CLERK, "/7/b/y/");
  EXPECT_TRUE(CheckScope(policy, caller, {.county = kHome, .org_path = "/7/a/x/"}).ok());
  EXPECT_TRUE(CheckScope(policy, caller, {.county = kHome, .org_path = "/7/b/y/"}).ok());
  EXPECT_FALSE(CheckScope(policy, caller, {.county = kHome, .org_path = "/7/b/x/"}).ok());
}

TEST(CheckRole, AsksForARoleThatSomeGrantNames) {
  const auto clerk_or_approver =
      PolicyWith({GrantOf(v1::SCOPE_OWN_ORGANISATION, {v1::ROLE_VILLAGE_CLERK}),
                  GrantOf(v1::SCOPE_OWN_TOWNSHIP, {v1::ROLE_MEMBER, v1::ROLE_TOWNSHIP_APPROVER})});
  v1::Caller member = Nobody();
  Hold(&member, v1::ROLE_MEMBER, "/7/a/x/");
  v1::Caller chair = Nobody();
  Hold(&chair, v1::ROLE_BOARD_CHAIR, "/7/a/x/");
  v1::Caller clerk_and_approver = Clerk("/7/a/x/");
  Hold(&clerk_and_approver, v1::ROLE_TOWNSHIP_APPROVER, "/7/a/");
  const struct {
    v1::Caller caller;
    const char* reason;
  } cases[] = {{Clerk("/7/a/x/"), ""},        {member, ""},
               {Approver("/7/a/", true), ""}, {Approver("/7/a/", false), "SECOND_FACTOR_REQUIRED"},
               {clerk_and_approver, ""},  // the clerk's role is enough
               {chair, "ROLE_MISSING"},   // its second factor would not help
               {Nobody(), "ROLE_MISSING"},    {v1::Caller(), "ROLE_MISSING"}};
  for (const auto& c : cases) {
    const auto checked = CheckRole(clerk_or_approver, c.caller);
    EXPECT_EQ(ReasonOf(checked), c.reason) << c.caller.ShortDebugString();
    EXPECT_TRUE(checked.ok() || checked.refusal().kind == Refusal::Kind::kDenied);
  }
}

TEST(CheckRole, LetsEverybodyThroughAGrantWithoutRoles) {
  const auto policy = PolicyWith(
      {GrantOf(v1::SCOPE_OWN_COUNTY, {v1::ROLE_COUNTY_ADMIN}), GrantOf(v1::SCOPE_OWN_ACCOUNT)});
  EXPECT_TRUE(CheckRole(policy, Nobody()).ok());
  EXPECT_TRUE(CheckRole(policy, Clerk("/7/a/x/")).ok());
}

TEST(CheckRole, LetsNobodyThroughNoGrantAtAll) {
  EXPECT_EQ(ReasonOf(CheckRole(PolicyWith({}), Clerk("/7/"))), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(CheckScope(PolicyWith({}), Clerk("/7/"), {.county = kHome})), "OUT_OF_SCOPE");
}

TEST(ReachOf, NamesWhatEachScopeReaches) {
  const auto reach_under = [](v1::Scope scope) {
    return ReachOf(PolicyWith({GrantOf(scope)}), Clerk("/7/a/x/"));
  };
  const std::vector<std::string> none, village = {"/7/a/x/"}, township = {"/7/a/"};
  const struct {
    v1::Scope scope;
    bool whole_county;
    std::vector<std::string> org_prefixes;
    const char *account, *household, *party;
  } cases[] = {{v1::SCOPE_UNSPECIFIED, false, none, "", "", ""},
               {v1::SCOPE_PUBLIC, true, none, "", "", ""},
               {v1::SCOPE_OWN_ACCOUNT, false, none, "me", "", ""},
               {v1::SCOPE_OWN_HOUSEHOLD, false, none, "", "my household", ""},
               {v1::SCOPE_OWN_BIDDER, false, none, "", "", "my party"},
               {v1::SCOPE_OWN_ORGANISATION, false, village, "", "", ""},
               {v1::SCOPE_OWN_TOWNSHIP, false, township, "", "", ""},
               {v1::SCOPE_OWN_COUNTY, true, none, "", "", ""},
               {v1::SCOPE_ITSELF, false, none, "", "", ""}};
  for (const auto& c : cases) {
    SCOPED_TRACE(v1::Scope_Name(c.scope));
    const ListScope reach = reach_under(c.scope);
    EXPECT_EQ(reach.county, kHome);
    EXPECT_EQ(reach.whole_county, c.whole_county);
    EXPECT_EQ(reach.org_prefixes, c.org_prefixes);
    EXPECT_EQ(reach.account_id, c.account);
    EXPECT_EQ(reach.household_id, c.household);
    EXPECT_EQ(reach.party_id, c.party);
  }
}

TEST(ReachOf, AddsUpTheGrantsOfRolesThatCount) {
  const auto policy = PolicyWith({GrantOf(v1::SCOPE_OWN_ACCOUNT),
                                  GrantOf(v1::SCOPE_OWN_ORGANISATION, {v1::ROLE_VILLAGE_CLERK}),
                                  GrantOf(v1::SCOPE_OWN_TOWNSHIP, {v1::ROLE_TOWNSHIP_APPROVER}),
                                  GrantOf(v1::SCOPE_OWN_COUNTY, {v1::ROLE_AUDITOR})});
  v1::Caller caller = Clerk("/7/a/x/");
  Hold(&caller, v1::ROLE_TOWNSHIP_APPROVER, "/7/b/y/");
  ListScope reach = ReachOf(policy, caller);
  EXPECT_EQ(reach.org_prefixes, std::vector<std::string>{"/7/a/x/"});
  caller.set_second_factor(true);
  reach = ReachOf(policy, caller);
  EXPECT_EQ(reach.org_prefixes, (std::vector<std::string>{"/7/a/x/", "/7/b/"}));
  EXPECT_EQ(reach.account_id, "me");
  EXPECT_FALSE(reach.whole_county);
  Hold(&caller, v1::ROLE_AUDITOR, "/7/");
  EXPECT_TRUE(ReachOf(policy, caller).whole_county);
}

// What a list's SQL predicate does with a ListScope.
bool Lists(const ListScope& reach, const ScopeOf& object) {
  const auto same = [](const std::string& mine, const std::string& its) {
    return !mine.empty() && mine == its;
  };
  return reach.county == object.county &&
         (reach.whole_county || same(reach.account_id, object.account_id) ||
          same(reach.household_id, object.household_id) || same(reach.party_id, object.party_id) ||
          std::ranges::count(reach.org_paths, object.org_path) > 0 ||
          std::any_of(reach.org_prefixes.begin(), reach.org_prefixes.end(),
                      [&](const auto& prefix) { return object.org_path.starts_with(prefix); }));
}

TEST(ReachOf, ListsExactlyWhatCheckScopeLetsTouch) {
  const std::vector<std::string> paths = {"",      "/7",     "/7/",     "/70/",     "/7/a",
                                          "/7/a/", "/7/ab/", "/7/a/x/", "/7/a/xy/", "/7/b/x/"};
  std::vector<ScopeOf> objects;
  for (const CountyId county : {kHome, kAway}) {
    for (const auto& path : paths) {
      for (const char* owner : {"", "me", "other"}) {
        const std::string whose = owner;
        objects.push_back({county, path, whose, whose == "me" ? "my household" : whose,
                           whose == "me" ? "my party" : whose});
      }
    }
  }
  int listed = 0;
  for (int scope = v1::SCOPE_OWN_ACCOUNT; scope <= v1::Scope_MAX; ++scope) {
    const auto one = static_cast<v1::Scope>(scope);
    for (const auto& policy :
         {PolicyWith({GrantOf(one)}), PolicyWith({GrantOf(one, {v1::ROLE_TOWNSHIP_APPROVER})})}) {
      for (const auto& held : paths) {
        for (const auto& caller : {Clerk(held), Approver(held, true), Approver(held, false)}) {
          const ListScope reach = ReachOf(policy, caller);
          for (const auto& object : objects) {
            listed += Lists(reach, object);
            ASSERT_EQ(Lists(reach, object), CheckScope(policy, caller, object).ok())
                << policy.access.ShortDebugString() << " for " << caller.ShortDebugString()
                << " and " << object.org_path << " of " << object.account_id << " in "
                << object.county.number;
          }
        }
      }
    }
  }
  EXPECT_GT(listed, 1000);
}

}  // namespace
}  // namespace qianmo::rpc
