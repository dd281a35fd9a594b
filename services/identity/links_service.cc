#include "identity/links_service.h"

#include <algorithm>

#include "identity/callers.h"
#include "identity/domain/identity_number.h"
#include "identity/person_store.h"

namespace qianmo::identity {
namespace {

// The office that keeps whoever has this number from bidding with the account. Where there is none,
// the account is that person's from now on.
std::optional<Role> BecomePerson(pg::Transaction& tx, CountyId county, const AccountRow& account,
                                 const PersonIndex& index) {
  if (HasNumber(tx, county, account.facts.id, index)) return std::nullopt;
  const auto known = FindPerson(tx, county, index);
  if (known) HoldPerson(tx, county, *known);
  const auto held = known ? RolesOfPerson(tx, county, *known) : std::vector<RoleHeld>();
  const RoleHeld bidder{Role::kBidder, OrgPath::Of(county)};
  const auto in_the_way =
      std::ranges::find_if(held, [&](const RoleHeld& role) { return Incompatible(bidder, role); });
  if (in_the_way != held.end()) return in_the_way->role;
  SetPerson(tx, county, account.facts.id, known.value_or(account.facts.person), index);
  return std::nullopt;
}

}  // namespace

Result<v1::LinkPartyResponse> LinksService::LinkParty(rpc::Call& call,
                                                      const v1::LinkPartyRequest& request) {
  QM_ASSIGN(const AccountId id, AccountAtHome(call, request.name(), "name"));
  QM_TRY(call.MayTouch({.county = call.county()}));
  const Uuid party = Uuid::Parse(request.party_id()).value();
  std::optional<PersonIndex> index;
  if (!request.identity_number().empty()) {
    QM_ASSIGN(const std::string number,
              ParseIdentityNumber("identity_number", request.identity_number()));
    index = PersonIndex::Of(*call.keyring(), call.county(), number);
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::LinkPartyResponse> {
    QM_ASSIGN(const AccountRow account, LockAccount(tx, *call.keyring(), call.county(), id));
    QM_TRY(DecideLinkParty(account.facts, account.party_id, party));
    v1::LinkPartyResponse response;
    if (index) {
      if (const auto office = BecomePerson(tx, call.county(), account, *index)) {
        response.set_office_in_the_way(static_cast<rpc::v1::Role>(*office));
        return response;
      }
    }
    if (!account.party_id) SetParty(tx, call.county(), id, party);
    return response;
  });
}

}  // namespace qianmo::identity
