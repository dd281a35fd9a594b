// How long a session lasts, what its tokens say, and who ends it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/agent_store.h"
#include "identity/caller_of_session.h"
#include "identity/own_account.h"
#include "identity/session_service.h"
#include "identity/session_store.h"
#include "rpc/timestamp.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using grpc::StatusCode;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Duration kInstant{1};

class Sessions : public testing::Test {
 protected:
  std::string Reason(const std::string& token) { return IssueToken(office_, token).reason(); }

  Answer<v1::ListSessionsResponse> List(const rpc::v1::Caller& caller, const std::string& name,
                                        int page_size = 0, const std::string& page_token = "") {
    v1::ListSessionsRequest request;
    request.set_parent(name);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return office_.Ask(caller, &Stub::ListSessions, request);
  }

  // Somebody with a session, and the caller of its tokens.
  struct Inside {
    Member member;
    v1::SignInResponse signed_in;
    rpc::v1::Caller caller;
  };
  Inside Let(const Member& member) {
    const auto signed_in = Enter(office_, member);
    return {member, signed_in, CallerOf(office_, signed_in.session_token())};
  }

  void Authorise(const Member& principal, const Member& agent, std::vector<AgentPower> powers) {
    const Date today = BeijingDate(office_.clock().Now());
    office_.Write([&](pg::Transaction& tx) -> Result<Done> {
      InsertAgent(tx, kHome, {principal.id(), agent.id(), {powers, today, today + days(10)}},
                  office_.clock().Now());
      return Done{};
    });
  }

  Office office_;
};

TEST_F(Sessions, GiveTokensThatNameTheCaller) {
  const Member household = office_.Household();
  const auto signed_in = Enter(office_, household);
  const auto issued = IssueToken(office_, signed_in.session_token());
  ASSERT_TRUE(issued.ok()) << issued.reason();
  EXPECT_EQ(rpc::ToTime(issued.reply.expire_time()), office_.clock().Now() + seconds(60));
  EXPECT_EQ(rpc::ToTime(issued.reply.session_expire_time()), office_.clock().Now() + days(7));
  const auto caller = CallerOf(office_, signed_in.session_token());
  EXPECT_EQ(caller.county_id(), 7);
  EXPECT_EQ(caller.account_id(), household.caller.account_id());
  EXPECT_EQ(caller.person(), household.caller.person());
  EXPECT_EQ(caller.household_id(), household.caller.household_id());
  EXPECT_EQ(caller.channel(), rpc::v1::CHANNEL_WEB);
  EXPECT_EQ(signed_in.session().name(), household.name + "/sessions/" + caller.session_id());
  EXPECT_FALSE(caller.second_factor());
  EXPECT_THAT(caller.on_behalf_of(), IsEmpty());
  ASSERT_EQ(caller.roles_size(), 1);
  EXPECT_EQ(caller.roles(0).role(), rpc::v1::ROLE_HOUSEHOLD_HEAD);
  EXPECT_EQ(caller.roles(0).org_path(), kVillage);
}

TEST_F(Sessions, AreUnknownUnderAnyOtherToken) {
  const std::string token = Enter(office_, office_.Bidder()).session_token();
  const std::string secret = token.substr(token.rfind('.'));
  std::string changed = token;
  changed.back() = changed.back() == 'A' ? 'B' : 'A';
  for (const std::string& other :
       {changed, "qs1.8" + secret, "qs1.07" + secret, "qs1." + secret, std::string("qs1.7"),
        "qs1.x" + secret, std::string("nonsense"), "qs1.99999999999" + secret, "qs1.-7" + secret}) {
    const auto answer = IssueToken(office_, other);
    EXPECT_EQ(answer.code(), StatusCode::UNAUTHENTICATED) << other;
    EXPECT_EQ(answer.reason(), "SESSION_UNKNOWN") << other;
  }
  EXPECT_TRUE(IssueToken(office_, token).ok());
}

TEST_F(Sessions, EndWhenNobodyUsesThem) {
  const std::string officer = Enter(office_, office_.founder()).session_token();
  const std::string bidder = Enter(office_, office_.Bidder()).session_token();
  office_.clock().Advance(minutes(30) - kInstant);
  EXPECT_EQ(Reason(officer), "");
  office_.clock().Advance(minutes(30) - kInstant);
  EXPECT_EQ(Reason(officer), "");
  office_.clock().Advance(minutes(30));
  EXPECT_EQ(Reason(officer), "SESSION_EXPIRED");
  const Time used = office_.clock().Now();
  EXPECT_EQ(Reason(bidder), "");
  office_.clock().Set(used + days(7) - kInstant);
  EXPECT_EQ(Reason(bidder), "");
  office_.clock().Advance(days(7));
  EXPECT_EQ(Reason(bidder), "SESSION_EXPIRED");
}

TEST_F(Sessions, EndInAnyCase) {
  const Time began = office_.clock().Now();
  const std::string officer = Enter(office_, office_.founder()).session_token();
  for (int i = 1; i < 36; ++i) {
    office_.clock().Advance(minutes(20));
    ASSERT_EQ(Reason(officer), "") << i;
  }
  office_.clock().Set(began + hours(12) - kInstant);
  EXPECT_EQ(Reason(officer), "");
  office_.clock().Advance(kInstant);
  EXPECT_EQ(Reason(officer), "SESSION_EXPIRED");
}

TEST_F(Sessions, NoteTheirUseOnceAMinute) {
  const std::string token = Enter(office_, office_.founder()).session_token();
  const auto seen = [&] {
    return office_.Query("SELECT last_seen_time = create_time FROM identity.session");
  };
  office_.clock().Advance(minutes(1) - kInstant);
  ASSERT_TRUE(IssueToken(office_, token).ok());
  EXPECT_EQ(seen(), "t");
  office_.clock().Advance(kInstant);
  const auto issued = IssueToken(office_, token);
  EXPECT_EQ(seen(), "f");
  EXPECT_EQ(rpc::ToTime(issued.reply.session_expire_time()), office_.clock().Now() + minutes(30));
}

TEST_F(Sessions, AreNotKeptOpenByAPageThatIsLeftOpen) {
  const std::string token = Enter(office_, office_.founder()).session_token();
  const Time end = office_.clock().Now() + minutes(30);
  const auto renewed = [&] { return IssueToken(office_, token, "", /*background=*/true); };
  for (int i = 1; i < 30; ++i) {
    office_.clock().Advance(minutes(1));
    const auto issued = renewed();
    ASSERT_TRUE(issued.ok()) << i;
    EXPECT_EQ(rpc::ToTime(issued.reply.session_expire_time()), end);
  }
  office_.clock().Set(end);
  EXPECT_EQ(renewed().code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(renewed().reason(), "SESSION_EXPIRED");
}

TEST_F(Sessions, StopWhenTheAccountIsDisabled) {
  const Member officer = office_.Officer(kTownship);
  const std::string token = Enter(office_, officer).session_token();
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::DisableAccount,
                       FreshNamed<v1::DisableAccountRequest>(officer.name))
                  .ok());
  EXPECT_EQ(Reason(token), "SESSION_REVOKED");
}

TEST_F(Sessions, CarryRolesOnlyInForce) {
  const Member approver = office_.Officer(Role::kTownshipApprover, kTownship);
  const auto roles = [&](const std::string& token) {
    return CallerOf(office_, token).roles_size();
  };
  const std::string token = Enter(office_, approver).session_token();
  EXPECT_EQ(roles(token), 0) << "a role that needs a second factor";
  office_.database().Execute("UPDATE identity.session SET second_factor = true");
  EXPECT_EQ(roles(token), 1);
  office_.database().Execute("UPDATE identity.account SET must_change_password = true");
  EXPECT_EQ(roles(token), 0) << "a password that somebody else set";
  office_.database().Execute(
      "UPDATE identity.account SET must_change_password = false, state = 1, confirmer_id = NULL,"
      " confirm_time = NULL");
  EXPECT_EQ(roles(token), 0) << "an account that waits";
}

TEST_F(Sessions, ActForThoseWhoGaveAuthority) {
  const Member principal = office_.Bidder();
  const Inside agent = Let(office_.Household());
  const std::string& token = agent.signed_in.session_token();
  const auto without = IssueToken(office_, token, principal.name);
  EXPECT_EQ(without.code(), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(without.reason(), "NO_AUTHORITY");
  office_.database().Execute("UPDATE identity.account SET party_id = '" + NewRequestId() +
                             "' WHERE id = '" + principal.caller.account_id() + "'");
  Authorise(principal, agent.member, {AgentPower::kBid, AgentPower::kPay});
  const auto caller = CallerOf(office_, token, principal.name);
  EXPECT_EQ(caller.account_id(), agent.caller.account_id());
  EXPECT_EQ(caller.person(), agent.caller.person());
  EXPECT_EQ(caller.on_behalf_of(), principal.caller.account_id());
  EXPECT_EQ(caller.party_id(), office_.Query("SELECT party_id FROM identity.account WHERE id = '" +
                                             principal.caller.account_id() + "'"));
  EXPECT_THAT(caller.household_id(), IsEmpty());
  EXPECT_THAT(caller.powers(), ElementsAre(rpc::v1::AGENT_POWER_PAY, rpc::v1::AGENT_POWER_BID));
  ASSERT_EQ(caller.roles_size(), 1);
  EXPECT_EQ(caller.roles(0).role(), rpc::v1::ROLE_BIDDER);
  EXPECT_EQ(IssueToken(office_, token, office_.Bidder().name).reason(), "NO_AUTHORITY");
  EXPECT_EQ(IssueToken(office_, token, "counties/8/accounts/" + NewRequestId()).reason(),
            "NO_AUTHORITY");
  office_.clock().Advance(days(10) - hours(20));
  const std::string again = Enter(office_, agent.member).session_token();
  EXPECT_TRUE(IssueToken(office_, again, principal.name).ok());
  office_.clock().Advance(days(1));
  EXPECT_EQ(IssueToken(office_, again, principal.name).reason(), "NO_AUTHORITY");
}

TEST_F(Sessions, GiveAnAgentNothingThatItMayNotDoItself) {
  const Member principal = office_.Bidder();
  const Inside agent = Let(office_.Bidder());
  Authorise(principal, agent.member, {AgentPower::kBid});
  office_.database().Execute(
      "UPDATE identity.account SET must_change_password = true WHERE id = '" +
      agent.caller.account_id() + "'");
  const auto caller = CallerOf(office_, agent.signed_in.session_token(), principal.name);
  EXPECT_EQ(caller.roles_size(), 0);
  EXPECT_EQ(caller.powers_size(), 0);
}

TEST_F(Sessions, TellWhoTheCallerIs) {
  const Member principal = office_.Bidder();
  const Inside me = Let(office_.Bidder());
  Authorise(principal, me.member, {AgentPower::kEnter});
  const auto answer = office_.Ask(me.caller, &Stub::WhoAmI, v1::WhoAmIRequest());
  ASSERT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(answer.reply.account().name(), me.member.name);
  EXPECT_EQ(answer.reply.session().name(), me.signed_in.session().name());
  EXPECT_TRUE(answer.reply.session().current());
  EXPECT_THAT(answer.reply.next_steps(), ElementsAre(v1::NEXT_STEP_CONFIRM_PHONE));
  ASSERT_THAT(answer.reply.acting_for(), SizeIs(1));
  EXPECT_EQ(office_.Ask(Stranger(), &Stub::WhoAmI, v1::WhoAmIRequest()).reason(), "TOKEN_MISSING");
}

TEST_F(Sessions, EndBySigningOut) {
  const Inside me = Let(office_.Bidder());
  const auto request = Fresh<v1::SignOutRequest>();
  const auto answer = office_.Ask(me.caller, &Stub::SignOut, request);
  ASSERT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(answer.reply.state(), v1::Session::STATE_REVOKED);
  EXPECT_EQ(Reason(me.signed_in.session_token()), "SESSION_REVOKED");
  office_.clock().Advance(seconds(5));
  EXPECT_EQ(office_.Ask(me.caller, &Stub::SignOut, request).reply.SerializeAsString(),
            answer.reply.SerializeAsString());
}

TEST_F(Sessions, AreListedWhileTheyAreOpenNewestFirst) {
  const Member bidder = office_.Bidder();
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) {
    names.insert(names.begin(), Enter(office_, bidder).session().name());
    office_.clock().Advance(days(2));
  }
  const Inside me = Let(bidder);
  names.insert(names.begin(), me.signed_in.session().name());
  const auto list = List(me.caller, bidder.name);
  ASSERT_TRUE(list.ok()) << list.reason();
  std::vector<std::string> listed;
  for (const auto& session : list.reply.sessions()) {
    listed.push_back(session.name());
    EXPECT_EQ(session.current(), session.name() == names[0]);
  }
  EXPECT_THAT(listed, ElementsAre(names[0], names[1], names[2], names[3]));
  const auto first = List(me.caller, bidder.name, 3);
  EXPECT_EQ(first.reply.sessions_size(), 3);
  const auto second = List(me.caller, bidder.name, 3, first.reply.next_page_token());
  ASSERT_EQ(second.reply.sessions_size(), 1);
  EXPECT_EQ(second.reply.sessions(0).name(), names[3]);
  EXPECT_THAT(second.reply.next_page_token(), IsEmpty());
}

TEST_F(Sessions, AreTheirOwnersAndTheCountyAdminsBusiness) {
  const Inside me = Let(office_.Bidder());
  const Member neighbour = office_.Bidder();
  const Member approver = office_.Officer(Role::kTownshipApprover, kTownship);
  const std::string& session = me.signed_in.session().name();
  for (const Member& other : {neighbour, approver}) {
    EXPECT_EQ(List(other.caller, me.member.name).reason(), "OUT_OF_SCOPE");
    EXPECT_EQ(
        office_
            .Ask(other.caller, &Stub::RevokeSession, FreshNamed<v1::RevokeSessionRequest>(session))
            .reason(),
        "OUT_OF_SCOPE");
  }
  EXPECT_EQ(List(office_.founder().caller, me.member.name).reply.sessions_size(), 1);
  EXPECT_EQ(Reason(me.signed_in.session_token()), "");
  const auto revoked = office_.Ask(office_.founder().caller, &Stub::RevokeSession,
                                   FreshNamed<v1::RevokeSessionRequest>(session));
  ASSERT_TRUE(revoked.ok()) << revoked.reason();
  EXPECT_EQ(revoked.reply.state(), v1::Session::STATE_REVOKED);
  EXPECT_FALSE(revoked.reply.current());
  EXPECT_EQ(Reason(me.signed_in.session_token()), "SESSION_REVOKED");
}

TEST_F(Sessions, AreFoundOnlyUnderTheirOwnAccount) {
  const Inside me = Let(office_.Bidder());
  const Inside other = Let(office_.Bidder());
  const std::string& theirs = other.signed_in.session().name();
  const std::string mixed = me.member.name + theirs.substr(theirs.find("/sessions/"));
  EXPECT_EQ(
      office_.Ask(me.caller, &Stub::RevokeSession, FreshNamed<v1::RevokeSessionRequest>(mixed))
          .reason(),
      "SESSION_NOT_FOUND");
  EXPECT_EQ(Reason(other.signed_in.session_token()), "");
}

}  // namespace
}  // namespace qianmo::identity
