// Who a recipient is, and what the house may know of how to reach them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/contacts_service.h"
#include "identity/contacts_store.h"
#include "qianmo/identity/v1/contacts.grpc.pb.h"
#include "services/identity/office.h"
#include "services/identity/visitor.h"

namespace qianmo::identity {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ContactsTest : public testing::Test {
 protected:
  ContactsTest() {
    auto* held = house_.add_roles();
    held->set_role(rpc::v1::ROLE_SERVICE);
    held->set_org_path(kCounty);
    house_.set_county_id(kHome.number);
    house_.set_account_id(NewRequestId());
    request_.set_parent("counties/7");
  }

  v1::ResolveContactsResponse Resolve() {
    request_.set_request_id(NewRequestId());
    const auto context = office_.As(house_);
    v1::ResolveContactsResponse response;
    const auto status = v1::ContactsService::NewStub(office_.channel())
                            ->ResolveContacts(context.get(), request_, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  std::vector<std::string> Accounts() {
    std::vector<std::string> accounts;
    const auto response = Resolve();
    for (const auto& contact : response.contacts()) accounts.push_back(contact.account());
    return accounts;
  }

  Office office_;
  rpc::v1::Caller house_;
  v1::ResolveContactsRequest request_;
};

TEST_F(ContactsTest, TellsATelephoneOnlyOnceItsOwnerHasProvedIt) {
  const Member bidder = office_.Bidder();
  request_.set_account(bidder.name);
  const auto before = Resolve();
  ASSERT_EQ(before.contacts_size(), 1);
  EXPECT_EQ(before.contacts(0).account(), bidder.name);
  EXPECT_EQ(before.contacts(0).phone(), "");
  EXPECT_EQ(before.contacts(0).state(), v1::Account::STATE_ACTIVE);
  EXPECT_EQ(before.contacts(0).org_path(), kCounty);
  EXPECT_NE(before.contacts(0).display_name(), "");
  ProvePhone(office_, bidder);
  const auto after = Resolve();
  ASSERT_EQ(after.contacts_size(), 1);
  EXPECT_EQ(after.contacts(0).phone(), bidder.phone);
}

TEST_F(ContactsTest, FindsTheAccountOfAHousehold) {
  const Member household = office_.Household();
  (void)office_.Household();
  request_.set_household_id(household.caller.household_id());
  EXPECT_THAT(Accounts(), ElementsAre(household.name));
}

TEST_F(ContactsTest, FindsTheAccountsOfAParty) {
  const std::string party = NewRequestId();
  const Member bidder = office_.Bidder();
  (void)office_.Bidder();
  office_.database().Execute("UPDATE identity.account SET party_id = '" + party + "' WHERE id = '" +
                             bidder.caller.account_id() + "'");
  request_.set_party_id(party);
  EXPECT_THAT(Accounts(), ElementsAre(bidder.name));
}

TEST_F(ContactsTest, FindsWhoHoldsAnOfficeInExactlyThisOrganisation) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member second = office_.Officer(Role::kVillageClerk, kVillage);
  (void)office_.Officer(Role::kVillageClerk, kOtherVillage);
  (void)office_.Officer(Role::kBoardChair, kVillage);
  request_.mutable_office()->set_role(rpc::v1::ROLE_VILLAGE_CLERK);
  request_.mutable_office()->set_org_path(kVillage);
  EXPECT_THAT(Accounts(), UnorderedElementsAre(clerk.name, second.name));
  request_.mutable_office()->set_org_path(kTownship);
  EXPECT_THAT(Accounts(), IsEmpty());
  office_.database().Execute(
      "UPDATE identity.role_grant SET revoke_time = grant_time, revoker_id = '" +
      office_.founder().caller.account_id() + "' WHERE account_id = '" +
      second.caller.account_id() + "'");
  request_.mutable_office()->set_org_path(kVillage);
  EXPECT_THAT(Accounts(), ElementsAre(clerk.name));
}

TEST_F(ContactsTest, FindsNobodyForWhatNobodyIs) {
  EXPECT_THAT(Accounts(), IsEmpty());
  request_.set_account("counties/7/accounts/" + NewRequestId());
  EXPECT_THAT(Accounts(), IsEmpty());
  request_.set_account("counties/8/accounts/" + NewRequestId());
  EXPECT_THAT(Accounts(), IsEmpty());
  for (const std::string& id : {std::string("x"), NewRequestId()}) {
    request_.set_household_id(id);
    EXPECT_THAT(Accounts(), IsEmpty());
    request_.set_party_id(id);
    EXPECT_THAT(Accounts(), IsEmpty());
  }
}

}  // namespace
}  // namespace qianmo::identity
