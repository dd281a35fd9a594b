#include "identity/links_service.h"

#include <algorithm>

#include "identity/callers.h"
#include "identity/carry_store.h"
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

Result<AccountsMove> ParseMove(const rpc::Call& call, const v1::CarryAccountsRequest& request,
                               int index) {
  const v1::PlaceMove& wanted = request.moves(index);
  const std::string field = "moves[" + std::to_string(index) + "].";
  QM_ASSIGN(const OrgPath from,
            ParseOrgPath(call.county(), field + "from_path", wanted.from_path()));
  QM_ASSIGN(const OrgPath to, ParseOrgPath(call.county(), field + "to_path", wanted.to_path()));
  AccountsMove move{.county = call.county(),
                    .place = {.from = from, .to = to},
                    .cause = request.cause(),
                    .actor = Uuid::Parse(call.caller().account_id()).value_or(Uuid()),
                    .now = call.now()};
  for (const std::string& id : wanted.household_ids()) {
    if (!move.households) move.households.emplace();
    move.households->push_back(Uuid::Parse(id).value_or(Uuid()));
  }
  return move;
}

void CarryOut(pg::Transaction& tx, const AccountsMove& move, v1::CarryAccountsResponse* response) {
  constexpr int kMostNamed = 100;
  MoveLetters(tx, move);
  const auto roles = HoldRoles(tx, move);
  const auto fates = DecideCarry(roles, move.place);
  response->set_account_count(response->account_count() + MoveAccounts(tx, move));
  response->set_grant_count(response->grant_count() + MoveGrants(tx, move, roles, fates));
  EndGrants(tx, move, roles, fates);
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (fates[i] != RoleFate::kLeft || response->left_grants_size() == kMostNamed) continue;
    response->add_left_grants(AccountName(move.county, roles[i].account) + "/grants/" +
                              roles[i].grant.ToString());
  }
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

Result<v1::CarryAccountsResponse> LinksService::CarryAccounts(
    rpc::Call& call, const v1::CarryAccountsRequest& request) {
  QM_ASSIGN(const CountyId county, ParentCounty(call, request.parent()));
  QM_TRY(call.MayTouch({.county = county}));
  std::vector<AccountsMove> moves;
  for (int i = 0; i < request.moves_size(); ++i) {
    QM_ASSIGN(AccountsMove move, ParseMove(call, request, i));
    moves.push_back(std::move(move));
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::CarryAccountsResponse> {
    v1::CarryAccountsResponse response;
    for (const AccountsMove& move : moves) CarryOut(tx, move, &response);
    return response;
  });
}

}  // namespace qianmo::identity
