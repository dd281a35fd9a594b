#include "identity/accounts_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/identity/office.h"

namespace qianmo::identity {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::CreateAccountRequest NewOfficer(const std::string& org_path, int serial) {
  v1::CreateAccountRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_handle("new." + std::to_string(serial));
  request.set_display_name("新官" + std::to_string(serial));
  request.set_phone("1380000" + std::to_string(1000 + serial));
  request.set_identity_number(IdentityNumber(serial));
  request.set_org_path(org_path);
  return request;
}

template <class Request>
Request Named(const std::string& name, const std::string& reason = "because") {
  Request request;
  request.set_name(name);
  request.set_request_id(NewRequestId());
  if constexpr (requires { request.set_reason(reason); }) request.set_reason(reason);
  return request;
}

class Accounts : public testing::Test {
 protected:
  Answer<v1::Account> Create(const Member& creator, const v1::CreateAccountRequest& request) {
    return office_.Ask(creator.caller, &Stub::CreateAccount, request);
  }
  Answer<v1::ConfirmAccountResponse> Confirm(const Member& confirmer, const std::string& name) {
    return office_.Ask(confirmer.caller, &Stub::ConfirmAccount,
                       Named<v1::ConfirmAccountRequest>(name));
  }
  Answer<v1::Account> Get(const Member& reader, const std::string& name) {
    v1::GetAccountRequest request;
    request.set_name(name);
    return office_.Ask(reader.caller, &Stub::GetAccount, request);
  }
  Answer<v1::Account> Disable(const Member& officer, const std::string& name) {
    return office_.Ask(officer.caller, &Stub::DisableAccount,
                       Named<v1::DisableAccountRequest>(name));
  }
  Answer<v1::Account> Enable(const Member& officer, const std::string& name) {
    return office_.Ask(officer.caller, &Stub::EnableAccount,
                       Named<v1::EnableAccountRequest>(name));
  }

  Office office_;
};

TEST_F(Accounts, AreMadePendingWithoutRolesAndReadBackWhole) {
  const auto made = Create(office_.founder(), NewOfficer(kTownship, 1));
  ASSERT_TRUE(made.ok()) << made.reason();
  const v1::Account& account = made.reply;
  EXPECT_EQ(account.kind(), v1::ACCOUNT_KIND_OFFICER);
  EXPECT_EQ(account.state(), v1::Account::STATE_PENDING);
  EXPECT_EQ(account.handle(), "new.1");
  EXPECT_EQ(account.phone(), "13800001001");
  EXPECT_FALSE(account.phone_confirmed());
  EXPECT_EQ(account.display_name(), "新官1");
  EXPECT_EQ(account.org_path(), kTownship);
  EXPECT_EQ(account.creator(), office_.founder().name);
  EXPECT_EQ(account.grants_size(), 0);
  EXPECT_FALSE(account.etag().empty());
  const auto read = Get(office_.founder(), account.name());
  EXPECT_EQ(read.reply.SerializeAsString(), account.SerializeAsString());
}

}  // namespace
}  // namespace qianmo::identity
