#include "identity/install.h"

#include <algorithm>
#include <thread>

#include "crypto/password.h"
#include "identity/accounts_service.h"
#include "identity/agents_service.h"
#include "identity/bidders_service.h"
#include "identity/contacts_service.h"
#include "identity/household_service.h"
#include "identity/links_service.h"
#include "identity/password_service.h"
#include "identity/phone_service.h"
#include "identity/reseal_service.h"
#include "identity/roles_service.h"
#include "identity/second_factor_service.h"
#include "identity/session_service.h"
#include "identity/sign_in_service.h"
#include "qianmo/identity/v1/identity.pb.h"

namespace qianmo::identity {
namespace {

// One hash takes a processor for some hundredths of a second and 19 MiB.
int HashesAtOnce() {
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, 8);
}

template <class Service, class... Args>
Service& Make(rpc::Hosted& hosted, Args&... args) {
  return hosted.Keep(std::make_shared<Service>(args...));
}

void OfferAccounts(rpc::Hosted& hosted, rpc::Endpoint& endpoint) {
  auto& accounts = Make<AccountsService>(hosted);
  endpoint.On("CreateAccount", &accounts, &AccountsService::CreateAccount);
  endpoint.On("ConfirmAccount", &accounts, &AccountsService::ConfirmAccount);
  endpoint.On("GetAccount", &accounts, &AccountsService::GetAccount);
  endpoint.On("ListAccounts", &accounts, &AccountsService::ListAccounts);
  endpoint.On("DisableAccount", &accounts, &AccountsService::DisableAccount);
  endpoint.On("EnableAccount", &accounts, &AccountsService::EnableAccount);
  auto& roles = Make<RolesService>(hosted);
  endpoint.On("GrantRole", &roles, &RolesService::GrantRole);
  endpoint.On("RevokeRole", &roles, &RolesService::RevokeRole);
  auto& agents = Make<AgentsService>(hosted);
  endpoint.On("AppointAgent", &agents, &AgentsService::AppointAgent);
  endpoint.On("RevokeAgent", &agents, &AgentsService::RevokeAgent);
  endpoint.On("ListAgents", &agents, &AgentsService::ListAgents);
}

// Whatever hashes a password runs on the slow crew.
void OfferSignIn(rpc::Hosted& hosted, rpc::Endpoint& endpoint, crypto::PasswordHasher& hasher) {
  auto& door = Make<SignInService>(hosted, hasher);
  endpoint.On("SignIn", &door, &SignInService::SignIn, rpc::Crew::kSlow);
  endpoint.On("IssueToken", &door, &SignInService::IssueToken);
  auto& sessions = Make<SessionService>(hosted);
  endpoint.On("SignOut", &sessions, &SessionService::SignOut);
  endpoint.On("WhoAmI", &sessions, &SessionService::WhoAmI);
  endpoint.On("ListSessions", &sessions, &SessionService::ListSessions);
  endpoint.On("RevokeSession", &sessions, &SessionService::RevokeSession);
  auto& passwords = Make<PasswordService>(hosted, hasher);
  endpoint.On("ChangePassword", &passwords, &PasswordService::ChangePassword, rpc::Crew::kSlow);
  endpoint.On("RequestPasswordReset", &passwords, &PasswordService::RequestPasswordReset);
  endpoint.On("StartPasswordReset", &passwords, &PasswordService::StartPasswordReset);
  endpoint.On("ResetPassword", &passwords, &PasswordService::ResetPassword, rpc::Crew::kSlow);
  auto& factors = Make<SecondFactorService>(hosted, hasher);
  endpoint.On("EnrolOneTimeCode", &factors, &SecondFactorService::EnrolOneTimeCode,
              rpc::Crew::kSlow);
  endpoint.On("ConfirmOneTimeCode", &factors, &SecondFactorService::ConfirmOneTimeCode);
  endpoint.On("RemoveOneTimeCode", &factors, &SecondFactorService::RemoveOneTimeCode);
  auto& phones = Make<PhoneService>(hosted);
  endpoint.On("SendPhoneCode", &phones, &PhoneService::SendPhoneCode);
  endpoint.On("ConfirmPhone", &phones, &PhoneService::ConfirmPhone);
}

void OfferEntry(rpc::Hosted& hosted, rpc::Endpoint& endpoint, crypto::PasswordHasher& hasher) {
  auto& bidders = Make<BiddersService>(hosted, hasher);
  endpoint.On("SignUpBidder", &bidders, &BiddersService::SignUpBidder, rpc::Crew::kSlow);
  auto& households = Make<HouseholdService>(hosted, hasher);
  endpoint.On("IssueHouseholdCode", &households, &HouseholdService::IssueHouseholdCode);
  endpoint.On("ActivateHousehold", &households, &HouseholdService::ActivateHousehold,
              rpc::Crew::kSlow);
}

}  // namespace

void Install(rpc::Hosted& hosted) {
  InstallWith(hosted, std::make_shared<crypto::PasswordHasher>(crypto::PasswordHasher::Parameters(),
                                                               HashesAtOnce()));
}

void InstallWith(rpc::Hosted& hosted, std::shared_ptr<crypto::PasswordHasher> kept) {
  auto& hasher = hosted.Keep(std::move(kept));
  rpc::Endpoint& endpoint =
      hosted.Offer(v1::Account::descriptor()->file()->pool()->FindServiceByName(
          "qianmo.identity.v1.IdentityService"));
  OfferSignIn(hosted, endpoint, hasher);
  OfferAccounts(hosted, endpoint);
  OfferEntry(hosted, endpoint, hasher);
  auto& reseal = Make<ResealService>(hosted, hosted.room(), hosted.operations());
  endpoint.On("StartReseal", &reseal, &ResealService::StartReseal);
  auto& contacts = Make<ContactsService>(hosted);
  hosted
      .Offer(v1::Account::descriptor()->file()->pool()->FindServiceByName(
          "qianmo.identity.v1.ContactsService"))
      .On("ResolveContacts", &contacts, &ContactsService::ResolveContacts);
  auto& links = Make<LinksService>(hosted);
  rpc::Endpoint& of_links =
      hosted.Offer(v1::Account::descriptor()->file()->pool()->FindServiceByName(
          "qianmo.identity.v1.LinksService"));
  of_links.On("LinkParty", &links, &LinksService::LinkParty);
  of_links.On("CarryAccounts", &links, &LinksService::CarryAccounts);
}

}  // namespace qianmo::identity
