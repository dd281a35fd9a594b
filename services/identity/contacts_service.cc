#include "identity/contacts_service.h"

#include "identity/callers.h"
#include "identity/contacts_store.h"

namespace qianmo::identity {
namespace {

constexpr int kMost = 1000;

using Request = v1::ResolveContactsRequest;

// Nobody for a name that no account, household or party can have.
Contacts Find(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
              const Request& request) {
  switch (request.recipient_case()) {
    case Request::kAccount: {
      const auto name =
          rpc::ParseNamedId<Account>("counties/*/accounts/*", request.account(), "account");
      if (!name || name->county != county) return {};
      return ContactsOfAccount(tx, ring, county, name->id);
    }
    case Request::kHouseholdId: {
      const auto id = Uuid::Parse(request.household_id());
      return id ? ContactsOfHousehold(tx, ring, county, *id) : Contacts();
    }
    case Request::kPartyId: {
      const auto id = Uuid::Parse(request.party_id());
      return id ? ContactsOfParty(tx, ring, county, *id, kMost) : Contacts();
    }
    case Request::kOffice:
      return ContactsOfOffice(tx, ring, county, request.office().role(),
                              request.office().org_path(), kMost);
    case Request::RECIPIENT_NOT_SET:
      break;
  }
  return {};
}

}  // namespace

Result<v1::ResolveContactsResponse> ContactsService::ResolveContacts(rpc::Call& call,
                                                                     const Request& request) {
  QM_ASSIGN(const CountyId county, ParentCounty(call, request.parent()));
  QM_TRY(call.MayTouch({.county = county}));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ResolveContactsResponse> {
    v1::ResolveContactsResponse response;
    *response.mutable_contacts() = Find(tx, *call.keyring(), county, request);
    return response;
  });
}

}  // namespace qianmo::identity
