#include <future>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/agent_store.h"
#include "identity/agents_service.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using testing::ElementsAre;

google::type::Date On(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

class Authorities : public testing::Test {
 protected:
  // The office's clock stands at 20 November 2026.
  static v1::AppointAgentRequest Wanted(const Member& principal, const Member& agent) {
    v1::AppointAgentRequest request;
    request.set_parent(principal.name);
    request.set_request_id(NewRequestId());
    request.set_agent(agent.name);
    request.add_powers(rpc::v1::AGENT_POWER_BID);
    request.add_powers(rpc::v1::AGENT_POWER_PAY);
    *request.mutable_end_date() = On(2026, 12, 1);
    return request;
  }
  Answer<v1::Agent> Appoint(const rpc::v1::Caller& caller, const v1::AppointAgentRequest& request) {
    return office_.Ask(caller, &Stub::AppointAgent, request);
  }
  Answer<v1::Agent> Revoke(const Member& member, const std::string& name) {
    return office_.Ask(member.caller, &Stub::RevokeAgent, Named<v1::RevokeAgentRequest>(name));
  }
  Answer<v1::ListAgentsResponse> List(const Member& reader, const Member& principal,
                                      int page_size = 0, const std::string& token = "") {
    v1::ListAgentsRequest request;
    request.set_parent(principal.name);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return office_.Ask(reader.caller, &Stub::ListAgents, request);
  }

  Office office_;
  const Member principal_ = office_.Bidder();
  const Member agent_ = office_.Bidder();
};

TEST_F(Authorities, AreAppointedFromTodayAndThePrincipalIsTold) {
  const auto request = Wanted(principal_, agent_);
  const auto appointed = Appoint(principal_.caller, request);
  ASSERT_TRUE(appointed.ok()) << appointed.reason();
  EXPECT_EQ(appointed.reply.state(), v1::Agent::STATE_VALID);
  EXPECT_EQ(appointed.reply.agent(), agent_.name);
  EXPECT_EQ(appointed.reply.start_date().day(), 20);
  EXPECT_EQ(appointed.reply.end_date().month(), 12);
  EXPECT_FALSE(appointed.reply.agent_display_name().empty());
  EXPECT_NE(appointed.reply.agent_display_name(), appointed.reply.principal_display_name());
  EXPECT_THAT(appointed.reply.powers(),
              ElementsAre(rpc::v1::AGENT_POWER_BID, rpc::v1::AGENT_POWER_PAY));
  EXPECT_EQ(Appoint(principal_.caller, request).reply.SerializeAsString(),
            appointed.reply.SerializeAsString());
  EXPECT_EQ(office_.Query("SELECT count(*) FROM identity.outbox"), "1");
}

TEST_F(Authorities, AreAppointedByThePrincipalItselfOnly) {
  const Member officer = office_.Officer(kVillage);
  auto acting = principal_.caller;
  acting.set_on_behalf_of(agent_.name);
  EXPECT_EQ(Appoint(agent_.caller, Wanted(principal_, agent_)).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Appoint(office_.founder().caller, Wanted(principal_, agent_)).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(Appoint(acting, Wanted(principal_, agent_)).reason(), "AGENT_CHAIN");
  EXPECT_EQ(Appoint(principal_.caller, Wanted(principal_, principal_)).reason(), "AGENT_FOR_SELF");
  EXPECT_EQ(Appoint(principal_.caller, Wanted(principal_, officer)).reason(),
            "AGENT_KIND_MISMATCH");
}

TEST_F(Authorities, AreRefusedWithBrokenPowersOrDates) {
  const auto refused = [&](auto&& change) {
    auto request = Wanted(principal_, agent_);
    change(request);
    return Appoint(principal_.caller, request).reason();
  };
  EXPECT_EQ(refused([](auto& r) { r.add_powers(rpc::v1::AGENT_POWER_BID); }),
            "AGENT_POWERS_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.set_powers(0, rpc::v1::AGENT_POWER_UNSPECIFIED); }),
            "AGENT_POWERS_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.set_powers(0, static_cast<rpc::v1::AgentPower>(9)); }),
            "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.clear_powers(); }), "INVALID_FIELD");
  EXPECT_EQ(refused([](auto& r) { r.clear_end_date(); }), "INVALID_FIELD");
  for (const auto& date : {On(2027, 2, 29), On(2027, 0, 1), On(0, 1, 1), On(2027, 13, 1),
                           On(-1, 1, 1), On(2027, 1, 0), On(2027, 257, 257)}) {
    EXPECT_EQ(refused([&](auto& r) { *r.mutable_end_date() = date; }), "AGENT_DATES_INVALID")
        << date.ShortDebugString();
  }
  EXPECT_EQ(refused([](auto& r) { *r.mutable_start_date() = On(2026, 11, 19); }),
            "AGENT_DATES_INVALID");
  EXPECT_EQ(refused([](auto& r) { r.set_agent("counties/8/accounts/" + NewRequestId()); }),
            "OUT_OF_SCOPE");
  EXPECT_EQ(refused([](auto& r) { r.set_agent("counties/7/accounts/" + NewRequestId()); }),
            "ACCOUNT_NOT_FOUND");
}

TEST_F(Authorities, HaveOneAuthorityAtATimeAlsoWhenAppointedAtOnce) {
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 5; ++i) {
    answers.push_back(std::async(std::launch::async, [&] {
      return Appoint(principal_.caller, Wanted(principal_, agent_)).reason();
    }));
  }
  std::map<std::string, int> counted;
  for (auto& answer : answers) ++counted[answer.get()];
  EXPECT_EQ(counted[""], 1);
  EXPECT_EQ(counted["AGENT_PERIOD_TAKEN"], 4);
  auto later = Wanted(principal_, agent_);
  *later.mutable_start_date() = On(2026, 12, 1);
  *later.mutable_end_date() = On(2027, 1, 1);
  EXPECT_EQ(Appoint(principal_.caller, later).reply.state(), v1::Agent::STATE_COMING);
}

TEST_F(Authorities, AreRevokedByEitherSideOrTheCounty) {
  const Member stranger = office_.Bidder();
  const Member auditor = office_.Officer(Role::kAuditor, kCounty);
  for (const Member* revoker : {&principal_, &agent_, &office_.founder()}) {
    const auto name = Appoint(principal_.caller, Wanted(principal_, agent_)).reply.name();
    EXPECT_EQ(Revoke(stranger, name).reason(), "OUT_OF_SCOPE");
    EXPECT_EQ(Revoke(auditor, name).reason(), "OUT_OF_SCOPE");
    const auto revoked = Revoke(*revoker, name);
    ASSERT_TRUE(revoked.ok()) << revoked.reason();
    EXPECT_EQ(revoked.reply.state(), v1::Agent::STATE_REVOKED);
    EXPECT_TRUE(revoked.reply.has_revoke_time());
    EXPECT_EQ(Revoke(*revoker, name).reason(), "AGENT_REVOKED");
  }
  const std::string misplaced = agent_.name + "/agents/" + NewRequestId();
  EXPECT_EQ(Revoke(principal_, misplaced).reason(), "AGENT_NOT_FOUND");
}

TEST_F(Authorities, AreListedNewestFirstInPagesWithTheirStateOfToday) {
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) {
    names.insert(names.begin(),
                 Appoint(principal_.caller, Wanted(principal_, office_.Bidder())).reply.name());
  }
  std::vector<std::string> seen;
  std::string token;
  do {
    const auto page = List(principal_, principal_, 2, token);
    ASSERT_TRUE(page.ok()) << page.reason();
    for (const auto& agent : page.reply.agents()) seen.push_back(agent.name());
    token = page.reply.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(seen, names);
  office_.clock().Advance(std::chrono::days(11));
  EXPECT_EQ(List(principal_, principal_).reply.agents(0).state(), v1::Agent::STATE_ENDED);
}

TEST_F(Authorities, AreShownToThePrincipalAndToInspectorsOnly) {
  Appoint(principal_.caller, Wanted(principal_, agent_));
  EXPECT_EQ(List(office_.Officer(Role::kAuditor, kCounty), principal_).reply.agents_size(), 1);
  EXPECT_EQ(List(office_.founder(), principal_).reply.agents_size(), 1);
  EXPECT_EQ(List(agent_, principal_).reason(), "OUT_OF_SCOPE");
  EXPECT_EQ(List(office_.Officer(Role::kCentreOfficer, kCounty), principal_).reason(),
            "OUT_OF_SCOPE");
}

TEST_F(Authorities, ActForPrincipalsThatAreActiveFromTheFirstDayToTheLast) {
  auto request = Wanted(principal_, agent_);
  *request.mutable_start_date() = On(2026, 11, 21);
  ASSERT_TRUE(Appoint(principal_.caller, request).ok());
  const auto acting_for = [&](int year, unsigned month, unsigned day) {
    return office_.Write([&](pg::Transaction& tx) -> Result<int> {
      const Date today = std::chrono::year(year) / month / day;
      return ListActingFor(tx, kHome, agent_.id(), today).size();
    });
  };
  EXPECT_EQ(acting_for(2026, 11, 20), 0);
  EXPECT_EQ(acting_for(2026, 11, 21), 1);
  EXPECT_EQ(acting_for(2026, 11, 30), 1);
  EXPECT_EQ(acting_for(2026, 12, 1), 0);
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::DisableAccount,
                       Named<v1::DisableAccountRequest>(principal_.name))
                  .ok());
  EXPECT_EQ(acting_for(2026, 11, 21), 0);
}

TEST_F(Authorities, DoNotLetOfficesBidThatMayNeverBid) {
  const Member household = office_.Household();
  const Member centre = office_.Officer(kCounty);
  office_.database().Execute("UPDATE identity.account SET person = '" + centre.caller.person() +
                             "' WHERE id = '" + household.caller.account_id() + "'");
  const auto appointed = Appoint(principal_.caller, Wanted(principal_, household));
  ASSERT_TRUE(appointed.ok()) << appointed.reason();
  const std::string session = Enter(office_, household).session_token();
  EXPECT_EQ(IssueToken(office_, session, principal_.name).reason(), "");

  v1::GrantRoleRequest grant;
  grant.set_parent(centre.name);
  grant.set_request_id(NewRequestId());
  grant.set_role(rpc::v1::ROLE_CENTRE_OFFICER);
  grant.set_org_path(kCounty);
  const auto granted = office_.Ask(office_.founder().caller, &Stub::GrantRole, grant);
  ASSERT_TRUE(granted.ok()) << granted.reason();
  EXPECT_EQ(IssueToken(office_, session, principal_.name).reason(), "ROLES_INCOMPATIBLE");
  EXPECT_EQ(IssueToken(office_, session).reason(), "");
  const Member other = office_.Bidder();
  EXPECT_EQ(Appoint(other.caller, Wanted(other, household)).reason(), "ROLES_INCOMPATIBLE");
}

}  // namespace
}  // namespace qianmo::identity
