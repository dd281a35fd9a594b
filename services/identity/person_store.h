// Persons: which accounts are one human being's, and which roles that one holds in all of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "crypto/keyring.h"
#include "identity/domain/account.h"
#include "pg/transaction.h"

namespace qianmo::identity {

// The blind index of an identity number in one county, under every index key, newest first: 32
// bytes each. Accounts and letters keep all of them, so that whatever was made before and after a
// rotation still has one in common. The number itself is kept nowhere.
class PersonIndex {
 public:
  static PersonIndex Of(const crypto::Keyring& ring, CountyId county,
                        std::string_view identity_number);
  // From bytes().
  static PersonIndex FromBytes(std::string bytes) { return PersonIndex(std::move(bytes)); }

  const std::string& bytes() const { return bytes_; }
  std::vector<std::string_view> digests() const { return Digests(bytes_); }
  // Of bytes().
  static std::vector<std::string_view> Digests(std::string_view bytes);

 private:
  explicit PersonIndex(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
};

// The person with this number, or a new one. Whoever else asks for it waits for the end of the
// transaction, so that two accounts made at once are the same person's.
PersonId PersonOf(pg::Transaction& tx, CountyId county, const PersonIndex& index, Time now);

// The same, of accounts that there are.
std::optional<PersonId> FindPerson(pg::Transaction& tx, CountyId county, const PersonIndex& index);
// The number is verified: the account is this person's from now on.
void SetPerson(pg::Transaction& tx, CountyId county, AccountId account, PersonId person,
               const PersonIndex& index);

// Whether the account was made with this number.
bool HasNumber(pg::Transaction& tx, CountyId county, AccountId account, const PersonIndex& index);

// Holds all accounts of the person: nobody gives one of them a role meanwhile.
void HoldPerson(pg::Transaction& tx, CountyId county, PersonId person);
// The roles of all its accounts that are not disabled.
std::vector<RoleHeld> RolesOfPerson(pg::Transaction& tx, CountyId county, PersonId person);

}  // namespace qianmo::identity
