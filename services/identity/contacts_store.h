// How the accounts that a recipient stands for can be reached.
#pragma once

#include <string>
#include <string_view>

#include "identity/account_store.h"
#include "qianmo/identity/v1/contacts.pb.h"

namespace qianmo::identity {

using Contacts = google::protobuf::RepeatedPtrField<v1::Contact>;

// Ordered by account, at most `most`. Only telephones that their owners have proved.
Contacts ContactsOfAccount(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                           AccountId id);
Contacts ContactsOfHousehold(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                             const Uuid& household);
Contacts ContactsOfParty(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                         const Uuid& party, int most);
// Whoever holds the role in exactly this organisation.
Contacts ContactsOfOffice(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                          int role, std::string_view org_path, int most);

}  // namespace qianmo::identity
