// The whole way of a bidder, with identity beside the registry: signed up, admitted, and from then
// on known by its party.
#include "registry/party_link.h"

#include <thread>

#include <gtest/gtest.h>

#include "identity/account_store.h"
#include "identity/grant_store.h"
#include "identity/install.h"
#include "identity/person_store.h"
#include "qianmo/identity/v1/identity.grpc.pb.h"
#include "services/registry/market.h"
#include "support/becomes.h"

namespace qianmo::registry {
namespace {

using Door = identity::v1::IdentityService::Stub;

class PartyLink : public testing::Test {
 protected:
  std::string SignUp() {
    identity::v1::SignUpBidderRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewRequestId());
    request.set_phone("13612340001");
    request.set_display_name("青山果业");
    request.set_password("orchard-under-the-hill");
    return market_.Ask({}, &Door::SignUpBidder, request).reply.name();
  }
  std::string SignIn() {
    identity::v1::SignInRequest request;
    request.set_request_id(NewRequestId());
    request.set_handle("13612340001");
    request.set_password("orchard-under-the-hill");
    return market_.Ask({}, &Door::SignIn, request).reply.session_token();
  }
  // Whether a token of this session reaches the party as its own.
  bool Reaches(const std::string& session, const std::string& party) {
    identity::v1::IssueTokenRequest request;
    request.set_session_token(session);
    const auto token = market_.Ask({}, &Door::IssueToken, request).reply.caller_token();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    v1::Party reply;
    return Parties(market_.archive().server().InProcess())
        .GetParty(&context, Named<v1::GetPartyRequest>(party), &reply)
        .ok();
  }

  // The centre's officer, with this identity number.
  void HireOfficer(const std::string& number) {
    const auto pool = market_.archive().database().PoolFor("identity");
    const auto id = *identity::AccountId::Parse(market_.officer().account_id());
    const Time now = market_.archive().clock().Now();
    const auto ring = market_.archive().ring();
    const auto done = pg::Transact(
        *pool, {.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10)},
        [&](pg::Transaction& tx) -> Result<Done> {
          identity::InsertAccount(
              tx, *ring,
              {.county = CountyId{7},
               .id = id,
               .kind = identity::AccountKind::kOfficer,
               .state = identity::AccountState::kPending,
               .person = *identity::PersonId::Parse(market_.officer().person()),
               .person_index = identity::PersonIndex::Of(*ring, CountyId{7}, number).bytes(),
               .display_name = "周主任",
               .handle = "officer.zhou",
               .phone = {},
               .org_path = OrgPath::Of(CountyId{7}),
               .create_time = now});
          identity::InsertGrant(tx, CountyId{7}, id,
                                {identity::Role::kCentreOfficer, OrgPath::Of(CountyId{7})},
                                std::nullopt, now);
          return Done{};
        });
    ASSERT_TRUE(done);
  }
  bool Becomes(const std::string& bidder, v1::Bidder::State state) {
    return support::Becomes([&] { return market_.StateOf(bidder) == state; });
  }

  Market market_{[](rpc::Server& server) { identity::Install(server.Host("identity")); }};
};

TEST_F(PartyLink, IsInTheTokensOfTheAccountSoonAfterAdmission) {
  const std::string account = SignUp();
  ASSERT_NE(account, "");
  const std::string session = SignIn();
  auto caller = Archive::Person();
  caller.set_account_id(account.substr(account.rfind('/') + 1));
  const auto applied = market_.Apply(caller, market_.Company(caller, 1)).reply;
  EXPECT_EQ(applied.account(), account);
  ASSERT_TRUE(market_.TakeIn(applied.name()).ok());
  EXPECT_FALSE(Reaches(session, applied.party()));
  ASSERT_TRUE(market_.Admit(applied.name()).ok());
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!Reaches(session, applied.party()) && std::chrono::steady_clock::now() < patience) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(Reaches(session, applied.party()));
  EXPECT_EQ(market_.archive().Query("SELECT count(*) FROM registry.outbox WHERE state = 2"), "0");
}

TEST_F(PartyLink, SuspendsWhoeverTurnsOutToHoldAnOfficeThatMayNeverBid) {
  HireOfficer(CitizenNumber(1));
  auto caller = Archive::Person();
  const std::string account = SignUp();
  caller.set_account_id(account.substr(account.rfind('/') + 1));
  const Trader trader = market_.AdmittedAs(caller, market_.Farmer(caller, 1));
  EXPECT_TRUE(Becomes(trader.bidder, v1::Bidder::STATE_SUSPENDED));
  EXPECT_EQ(market_.Seen(trader.bidder).reason(), "本人担任不得参加竞买的职务");
  EXPECT_FALSE(Reaches(SignIn(), trader.party));
  // Reinstated without having given the office up, it is suspended again.
  auto request = Named<v1::ReinstateBidderRequest>(trader.bidder);
  request.set_reason("已辞去职务");
  ASSERT_TRUE(market_.Ask(market_.other_approver(), &Bidders::ReinstateBidder, request).ok());
  EXPECT_TRUE(Becomes(trader.bidder, v1::Bidder::STATE_SUSPENDED));
  market_.archive().database().Execute(
      "UPDATE identity.role_grant SET revoke_time = grant_time, revoker_id = '" +
      caller.account_id() + "' WHERE role = 9");
  request.set_request_id(NewRequestId());
  ASSERT_TRUE(market_.Ask(market_.other_approver(), &Bidders::ReinstateBidder, request).ok());
  const std::string session = SignIn();
  EXPECT_TRUE(support::Becomes([&] { return Reaches(session, trader.party); }));
  EXPECT_EQ(market_.StateOf(trader.bidder), v1::Bidder::STATE_ACTIVE);
}

}  // namespace
}  // namespace qianmo::registry
