#include <functional>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/account_search_store.h"
#include "services/identity/office.h"

namespace qianmo::identity {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Names = std::vector<std::string>;

v1::ListAccountsRequest Everybody() {
  v1::ListAccountsRequest request;
  request.set_parent("counties/7");
  request.set_page_size(200);
  return request;
}

class AccountSearch : public testing::Test {
 protected:
  Answer<v1::ListAccountsResponse> List(const Member& reader,
                                        const v1::ListAccountsRequest& request) {
    return office_.Ask(reader.caller, &Stub::ListAccounts, request);
  }
  Names Listed(const Member& reader, const v1::ListAccountsRequest& request) {
    const auto answer = List(reader, request);
    EXPECT_TRUE(answer.ok()) << answer.reason();
    Names names;
    for (const auto& account : answer.reply.accounts()) names.push_back(account.name());
    return names;
  }
  Names Found(const std::string& text) {
    auto request = Everybody();
    request.set_text(text);
    return Listed(office_.founder(), request);
  }
  Names Filtered(const std::function<void(v1::ListAccountsRequest&)>& filter) {
    auto request = Everybody();
    filter(request);
    return Listed(office_.founder(), request);
  }

  Office office_;
};

TEST_F(AccountSearch, ShowsEachOfficerItsOwnPartOfTheCounty) {
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  const Member near = office_.Household(kVillage);
  const Member far = office_.Household(kFarVillage);
  const Member bidder = office_.Bidder();
  EXPECT_THAT(Listed(agent, Everybody()), ElementsAre(agent.name, near.name));
  const Names all = {office_.founder().name,
                     office_.other_founder().name,
                     agent.name,
                     near.name,
                     far.name,
                     bidder.name};
  EXPECT_EQ(Listed(office_.founder(), Everybody()), all);
  EXPECT_EQ(Listed(office_.Officer(Role::kAuditor, kCounty), Everybody()).size(), all.size() + 1);
}

TEST_F(AccountSearch, RefusesWhoeverHasNoOfficeAndOtherCounties) {
  EXPECT_EQ(List(office_.Bidder(), Everybody()).reason(), "ROLE_MISSING");
  EXPECT_EQ(List(office_.Officer(Role::kVillageClerk, kVillage), Everybody()).reason(),
            "ROLE_MISSING");
  auto elsewhere = Everybody();
  elsewhere.set_parent("counties/8");
  EXPECT_EQ(List(office_.founder(), elsewhere).reason(), "OUT_OF_SCOPE");
}

TEST_F(AccountSearch, NeverReachesBeyondTheScopeByAFilter) {
  const Member agent = office_.Officer(Role::kTownshipAgent, kTownship);
  const Member far = office_.Household(kFarVillage);
  auto request = Everybody();
  request.set_org_path(kFarVillage);
  EXPECT_THAT(Listed(agent, request), IsEmpty());
  request = Everybody();
  request.set_text(far.phone);
  EXPECT_THAT(Listed(agent, request), IsEmpty());
}

TEST_F(AccountSearch, FiltersByOrganisationRoleStateAndKind) {
  const Member clerk = office_.Officer(Role::kVillageClerk, kVillage);
  const Member other_clerk = office_.Officer(Role::kVillageClerk, kOtherVillage);
  const Member household = office_.Household(kVillage);
  const Member bidder = office_.Bidder();
  EXPECT_THAT(Filtered([](auto& r) { r.set_org_path(kVillage); }),
              ElementsAre(clerk.name, household.name));
  EXPECT_THAT(Filtered([](auto& r) { r.set_org_path(kTownship); }),
              ElementsAre(clerk.name, other_clerk.name, household.name));
  EXPECT_THAT(Filtered([](auto& r) { r.set_role(rpc::v1::ROLE_VILLAGE_CLERK); }),
              ElementsAre(clerk.name, other_clerk.name));
  EXPECT_THAT(Filtered([](auto& r) { r.set_kind(v1::ACCOUNT_KIND_BIDDER); }),
              ElementsAre(bidder.name));
  EXPECT_THAT(Filtered([](auto& r) { r.set_state(v1::Account::STATE_DISABLED); }), IsEmpty());
  ASSERT_TRUE(office_
                  .Ask(office_.founder().caller, &Stub::DisableAccount,
                       Named<v1::DisableAccountRequest>(bidder.name))
                  .ok());
  EXPECT_THAT(Filtered([](auto& r) { r.set_state(v1::Account::STATE_DISABLED); }),
              ElementsAre(bidder.name));
  EXPECT_THAT(Filtered([](auto& r) {
                r.set_org_path(kVillage);
                r.set_kind(v1::ACCOUNT_KIND_OFFICER);
                r.set_role(rpc::v1::ROLE_VILLAGE_CLERK);
                r.set_state(v1::Account::STATE_ACTIVE);
              }),
              ElementsAre(clerk.name));
}

TEST_F(AccountSearch, RefusesFiltersThatAreNone) {
  const auto reason = [&](const std::function<void(v1::ListAccountsRequest&)>& filter) {
    auto request = Everybody();
    filter(request);
    return List(office_.founder(), request).reason();
  };
  EXPECT_EQ(reason([](auto& r) { r.set_role(static_cast<rpc::v1::Role>(99)); }), "INVALID_FIELD");
  EXPECT_EQ(reason([](auto& r) { r.set_kind(static_cast<v1::AccountKind>(9)); }), "INVALID_FIELD");
  EXPECT_EQ(reason([](auto& r) { r.set_state(static_cast<v1::Account::State>(9)); }),
            "INVALID_FIELD");
  EXPECT_EQ(reason([](auto& r) { r.set_org_path("/8/"); }), "ORG_PATH_MALFORMED");
  EXPECT_EQ(reason([](auto& r) { r.set_page_size(201); }), "INVALID_FIELD");
  EXPECT_EQ(reason([](auto& r) { r.set_page_token("nonsense"); }), "INVALID_FIELD");
}

TEST_F(AccountSearch, FindsPartsOfNamesWholeHandlesAndWholeTelephones) {
  std::map<std::string, std::string> made;
  int serial = 0;
  for (const char* name : {"欧阳建国", "阳欧", "建国", "Anna Li"}) {
    auto request = NewOfficer(kTownship, ++serial);
    request.set_display_name(name);
    made[name] = office_.Ask(office_.founder().caller, &Stub::CreateAccount, request).reply.name();
  }
  EXPECT_THAT(Found("欧阳"), ElementsAre(made["欧阳建国"]));
  EXPECT_THAT(Found("建国"), ElementsAre(made["欧阳建国"], made["建国"]));
  EXPECT_THAT(Found("欧"), ElementsAre(made["欧阳建国"], made["阳欧"]));
  EXPECT_THAT(Found("阳建国"), ElementsAre(made["欧阳建国"]));
  EXPECT_THAT(Found("欧阳国"), IsEmpty());
  EXPECT_THAT(Found("na l"), ElementsAre(made["Anna Li"]));
  EXPECT_THAT(Found("ＡＮＮＡ"), ElementsAre(made["Anna Li"]));
  EXPECT_THAT(Found("new.3"), ElementsAre(made["建国"]));
  EXPECT_THAT(Found("new."), IsEmpty());
  EXPECT_THAT(Found("13800001002"), ElementsAre(made["阳欧"]));
  EXPECT_THAT(Found("1380000"), IsEmpty());
  EXPECT_THAT(Found("%"), IsEmpty());
}

TEST_F(AccountSearch, GivesEveryAccountOnceInPages) {
  Names expected = {office_.founder().name, office_.other_founder().name};
  for (int i = 0; i < 6; ++i) expected.push_back(office_.Household().name);
  for (const int size : {1, 3, 7, 8, 9}) {
    Names seen;
    auto request = Everybody();
    request.set_page_size(size);
    do {
      const auto page = List(office_.founder(), request);
      ASSERT_TRUE(page.ok()) << page.reason();
      ASSERT_LE(page.reply.accounts_size(), size);
      for (const auto& account : page.reply.accounts()) seen.push_back(account.name());
      request.set_page_token(page.reply.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(seen, expected) << "pages of " << size;
  }
}

TEST_F(AccountSearch, HidesHandlesAndTelephonesFromInspectors) {
  const Member household = office_.Household();
  auto request = Everybody();
  request.set_kind(v1::ACCOUNT_KIND_HOUSEHOLD);
  const auto seen = List(office_.Officer(Role::kAuditor, kCounty), request);
  EXPECT_THAT(seen.reply.accounts(0).phone(), testing::HasSubstr("****"));
  EXPECT_THAT(seen.reply.accounts(0).handle(), testing::HasSubstr("****"));
  EXPECT_EQ(List(office_.founder(), request).reply.accounts(0).phone(), household.phone);
}

}  // namespace
}  // namespace qianmo::identity
