#include "identity/bidders_service.h"

#include "identity/account_store.h"
#include "identity/callers.h"
#include "identity/domain/handle.h"
#include "identity/domain/identity_number.h"
#include "identity/domain/password_policy.h"
#include "identity/domain/refusals.h"
#include "identity/grant_store.h"
#include "identity/knock.h"
#include "identity/person_store.h"

namespace qianmo::identity {
namespace {

struct SignUp {
  CountyId county;
  std::string handle;
  std::string phone;
  std::string display_name;
  std::optional<std::string> identity_number;
};

Result<SignUp> Parse(const v1::SignUpBidderRequest& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  const bool chosen = !request.handle().empty();
  QM_ASSIGN(const Handle handle, ParseChosenHandle(chosen ? "handle" : "phone",
                                                   chosen ? request.handle() : request.phone()));
  QM_ASSIGN(const std::string display_name,
            ParseDisplayName("display_name", request.display_name()));
  QM_TRY(CheckPassword("password", request.password(), handle.text));
  SignUp sign_up{.county = parent.county,
                 .handle = handle.text,
                 .phone = request.phone(),
                 .display_name = display_name,
                 .identity_number = {}};
  if (!request.identity_number().empty()) {
    QM_ASSIGN(sign_up.identity_number,
              ParseIdentityNumber("identity_number", request.identity_number()));
  }
  return sign_up;
}

// Whether it is worth hashing the password. Whoever tries which handles are taken is slowed down.
Result<bool> IsHandleFree(rpc::Call& call, const SignUp& sign_up) {
  QM_ASSIGN(const BucketKeys attempt,
            Charge(call, BucketKind::kAddress, "sign-up/" + call.client_address()));
  QM_ASSIGN(const bool free, call.Read([&](pg::Transaction& tx) -> Result<bool> {
    if (!IsCounty(tx, sign_up.county)) return Refusal::InvalidField("parent", "is no county here");
    return !FindByHandle(tx, *call.room().keyring.Current(), sign_up.handle);
  }));
  if (free) Refund(call, attempt);
  return free;
}

}  // namespace

Result<v1::Account> BiddersService::SignUpBidder(rpc::Call& call,
                                                 const v1::SignUpBidderRequest& request) {
  QM_ASSIGN(const SignUp sign_up, Parse(request));
  QM_ASSIGN(const bool free, IsHandleFree(call, sign_up));
  // A taken handle may be this request's own, at a replay: the journal knows.
  std::string hash;
  if (free) {
    QM_ASSIGN(hash, hasher_.Hash(request.password(), call.deadline()));
  }
  call.SetCounty(sign_up.county);
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Account> {
    const auto current = call.room().keyring.Current();
    const crypto::Keyring& ring = *current;
    if (hash.empty() || FindByHandle(tx, ring, sign_up.handle)) return refusals::HandleTaken();
    std::optional<std::string> claimed;
    if (sign_up.identity_number) {
      claimed = PersonIndex::Of(ring, sign_up.county, *sign_up.identity_number).bytes();
    }
    const auto id = AccountId::Make(call.now());
    const OrgPath county = OrgPath::Of(sign_up.county);
    InsertAccount(tx, ring,
                  {.county = sign_up.county,
                   .id = id,
                   .kind = AccountKind::kBidder,
                   .state = AccountState::kActive,
                   .person = PersonId::Make(call.now()),
                   .person_index = {},
                   .claimed_index = claimed,
                   .display_name = sign_up.display_name,
                   .handle = sign_up.handle,
                   .phone = sign_up.phone,
                   .org_path = county,
                   .password_hash = hash,
                   .create_time = call.now()});
    InsertGrant(tx, sign_up.county, id, {Role::kBidder, county}, std::nullopt, call.now());
    return ReadAccount(tx, ring, sign_up.county, id);
  });
}

}  // namespace qianmo::identity
