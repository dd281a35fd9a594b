#include "identity/contacts_store.h"

#include <stdexcept>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "pg/reader.h"

namespace qianmo::identity {
namespace {

constexpr char kSelectContacts[] = R"(
  SELECT 'counties/' || a.county_id || '/accounts/' || a.id AS account, a.state, a.display_name,
    CASE WHEN a.phone_confirm_time IS NOT NULL THEN encode(a.phone_sealed, 'hex') END AS phone,
    a.org_path
  FROM identity.account a WHERE a.county_id = $1 AND )";

Contacts Read(const pqxx::result& rows, const crypto::Keyring& ring, CountyId county) {
  Contacts contacts;
  pg::ReadAll(rows, &contacts);
  for (v1::Contact& contact : contacts) {
    if (contact.phone().empty()) continue;
    const std::string id = contact.account().substr(contact.account().rfind('/') + 1);
    auto phone =
        crypto::Open(ring, AccountPlace("phone", county, id), FromHex(contact.phone()).value());
    if (!phone) throw std::runtime_error("a sealed phone does not open");
    contact.set_phone(*std::move(phone));
  }
  return contacts;
}

}  // namespace

Contacts ContactsOfAccount(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                           AccountId id) {
  return Read(tx.Run(std::string(kSelectContacts) + "a.id = $2", county, id), ring, county);
}

Contacts ContactsOfHousehold(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                             const Uuid& household) {
  return Read(
      tx.Run(std::string(kSelectContacts) + "a.household_id = $2 ORDER BY a.id", county, household),
      ring, county);
}

Contacts ContactsOfParty(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                         const Uuid& party, int most) {
  return Read(tx.Run(std::string(kSelectContacts) + "a.party_id = $2 ORDER BY a.id LIMIT $3",
                     county, party, most),
              ring, county);
}

Contacts ContactsOfOffice(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                          int role, std::string_view org_path, int most) {
  return Read(tx.Run(std::string(kSelectContacts) +
                         "EXISTS (SELECT FROM identity.role_grant g WHERE g.county_id = $1"
                         "   AND g.account_id = a.id AND g.revoke_time IS NULL AND g.role = $2"
                         "   AND g.org_path = $3)"
                         " ORDER BY a.id LIMIT $4",
                     county, role, org_path, most),
              ring, county);
}

}  // namespace qianmo::identity
