// Blind indexes of personal values: who has this ID number, telephone or bank account.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "registry/domain/member.h"

namespace qianmo::registry {

enum class PersonalKey { kIdNumber = 1, kPhone = 2, kBankAccount = 3 };

// From now on the owner is found by this value alone; by none when it is empty. The ID number of an
// active owner must be nobody else's, which OtherWithNumber tells; of two who try at once the later
// runs again.
void SetPersonalKey(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                    PersonalKey kind, const Uuid& owner, const std::string& plain, bool active);
// Whether the ID number counts as taken.
void SetNumberActive(pg::Transaction& tx, CountyId county, MemberId member, bool active);

// Values that owners have already: from now on they are found by the newest key alone, which every
// server must know.
struct PersonalValue {
  PersonalKey kind;
  Uuid owner;
  std::string plain;
};
void RenewPersonalKeys(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                       const std::vector<PersonalValue>& values);

std::vector<Uuid> OwnersOf(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                           PersonalKey kind, const std::string& plain);

struct NumberOwner {
  HouseholdId household;
  std::string household_number;
};
// The household of another active member with this ID number.
std::optional<NumberOwner> OtherWithNumber(pg::Transaction& tx, const crypto::Keyring& ring,
                                           CountyId county, const std::string& id_number,
                                           MemberId self);

}  // namespace qianmo::registry
