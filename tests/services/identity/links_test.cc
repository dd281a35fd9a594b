// Which party an account trades as: told by the registry, once and for good.
#include <gtest/gtest.h>

#include "identity/links_service.h"
#include "qianmo/identity/v1/links.grpc.pb.h"
#include "services/identity/office.h"

namespace qianmo::identity {
namespace {

class Links : public testing::Test {
 protected:
  Links() {
    auto* held = registry_.add_roles();
    held->set_role(rpc::v1::ROLE_SERVICE);
    held->set_org_path(kCounty);
    registry_.set_county_id(kHome.number);
    registry_.set_account_id(NewRequestId());
  }

  std::string Link(const std::string& account, const std::string& party,
                   const std::string& number = "") {
    auto request = Named<v1::LinkPartyRequest>(account);
    request.set_party_id(party);
    request.set_identity_number(number);
    v1::LinkPartyResponse response;
    const auto context = office_.As(registry_);
    const auto status =
        v1::LinksService::NewStub(office_.channel())->LinkParty(context.get(), request, &response);
    if (response.office_in_the_way() != 0) {
      return rpc::v1::Role_Name(response.office_in_the_way());
    }
    return rpc::ReasonOf(status);
  }
  std::string PartyOf(const Member& member) {
    v1::GetAccountRequest request;
    request.set_name(member.name);
    return office_.Ask(member.caller, &Stub::GetAccount, request).reply.party_id();
  }

  Office office_;
  rpc::v1::Caller registry_;
};

TEST_F(Links, GiveTheAccountItsPartyOnceAndForGood) {
  const Member bidder = office_.Bidder();
  const std::string party = NewRequestId();
  EXPECT_EQ(Link(bidder.name, party), "");
  EXPECT_EQ(PartyOf(bidder), party);
  const std::string version = office_.Query("SELECT version FROM identity.account WHERE id = '" +
                                            bidder.caller.account_id() + "'");
  EXPECT_EQ(Link(bidder.name, party), "");
  EXPECT_EQ(office_.Query("SELECT version FROM identity.account WHERE id = '" +
                          bidder.caller.account_id() + "'"),
            version);
  EXPECT_EQ(Link(bidder.name, NewRequestId()), "ACCOUNT_HAS_PARTY");
  EXPECT_EQ(PartyOf(bidder), party);
}

TEST_F(Links, MakeTheAccountThePersonsWhoseNumberIsVerified) {
  const auto clerk = NewOfficer(kVillage, 1);
  const auto made = office_.Ask(office_.founder().caller, &Stub::CreateAccount, clerk).reply;
  Member bidder = office_.Bidder();
  EXPECT_NE(bidder.caller.person(), made.person());
  EXPECT_EQ(Link(bidder.name, NewRequestId(), IdentityNumber(1)), "");
  office_.Refresh(&bidder);
  EXPECT_EQ(bidder.caller.person(), made.person());
  EXPECT_NE(bidder.caller.party_id(), "");
  // Whom nobody knew yet stays who it was, and is known from then on.
  Member stranger = office_.Bidder();
  const std::string person = stranger.caller.person();
  EXPECT_EQ(Link(stranger.name, NewRequestId(), IdentityNumber(2)), "");
  office_.Refresh(&stranger);
  EXPECT_EQ(stranger.caller.person(), person);
  const auto late =
      office_.Ask(office_.founder().caller, &Stub::CreateAccount, NewOfficer(kVillage, 2)).reply;
  EXPECT_EQ(late.person(), person);
}

TEST_F(Links, LeaveOutWhoeverHoldsAnOfficeThatMayNeverBid) {
  const auto made =
      office_.Ask(office_.founder().caller, &Stub::CreateAccount, NewOfficer(kCounty, 1)).reply;
  v1::GrantRoleRequest grant;
  grant.set_parent(made.name());
  grant.set_request_id(NewRequestId());
  grant.set_role(rpc::v1::ROLE_CENTRE_OFFICER);
  grant.set_org_path(kCounty);
  const auto granted = office_.Ask(office_.founder().caller, &Stub::GrantRole, grant);
  ASSERT_TRUE(granted.ok()) << granted.reason();
  Member bidder = office_.Bidder();
  const std::string party = NewRequestId();
  EXPECT_EQ(Link(bidder.name, party, IdentityNumber(1)), "ROLE_CENTRE_OFFICER");
  EXPECT_EQ(PartyOf(bidder), "");
  // Once the office is given up, the same is said again.
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::RevokeRole,
                       Named<v1::RevokeRoleRequest>(granted.reply.name()))
                  .ok());
  EXPECT_EQ(Link(bidder.name, party, IdentityNumber(1)), "");
  EXPECT_EQ(PartyOf(bidder), party);
  office_.Refresh(&bidder);
  EXPECT_EQ(bidder.caller.person(), made.person());
}

TEST_F(Links, AreForBiddersAlone) {
  EXPECT_EQ(Link(office_.Household().name, NewRequestId()), "PARTY_NOT_FOR_ACCOUNT");
  EXPECT_EQ(Link(office_.founder().name, NewRequestId()), "PARTY_NOT_FOR_ACCOUNT");
  EXPECT_EQ(Link("counties/7/accounts/" + NewRequestId(), NewRequestId()), "ACCOUNT_NOT_FOUND");
  EXPECT_EQ(Link("counties/8/accounts/" + NewRequestId(), NewRequestId()), "OUT_OF_SCOPE");
}

}  // namespace
}  // namespace qianmo::identity
