// Accounts in the database: as the rules see them, as readers get them, and their changes. Every
// change moves the version, and with it the etag.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/digest.h"
#include "crypto/keyring.h"
#include "identity/domain/account.h"
#include "pg/transaction.h"
#include "qianmo/identity/v1/resources.pb.h"

namespace qianmo::identity {

// An account for deciding, with what lies beside the rules; handle and telephone in the clear.
struct AccountRow {
  CountyId county;
  Account facts;
  std::string display_name;
  std::string handle;  // normalised
  std::string phone;   // empty where there is none
  bool phone_confirmed = false;
  std::string password_hash;  // empty until the owner has chosen one
  std::optional<Uuid> household_id;
  std::optional<Uuid> party_id;
};

// Whether this database serves the county.
bool IsCounty(pg::Transaction& tx, CountyId county);

std::string AccountName(CountyId county, AccountId id);  // "counties/7/accounts/0192…"

// Refuses ACCOUNT_NOT_FOUND.
Result<AccountRow> FindAccount(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               AccountId id);
// The same, held until the transaction ends.
Result<AccountRow> LockAccount(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               AccountId id);
// Holds several, always in the same order, so that two who do this never block each other.
void HoldAccounts(pg::Transaction& tx, CountyId county, const std::vector<AccountId>& ids);

// Where an account is at home. Handles are normalised; found whatever index key they were kept
// under.
struct HandleOwner {
  CountyId county;
  AccountId account;
};
std::optional<HandleOwner> FindByHandle(pg::Transaction& tx, const crypto::Keyring& ring,
                                        std::string_view handle);
// What normalised handles and telephones are found by, under every index key.
std::vector<crypto::Digest> HandleIndexes(const crypto::Keyring& ring, std::string_view handle);
std::vector<crypto::Digest> PhoneIndexes(const crypto::Keyring& ring, std::string_view phone);

std::optional<AccountId> FindByHousehold(pg::Transaction& tx, CountyId county,
                                         const Uuid& household_id);

// As its owner may read it. Refuses ACCOUNT_NOT_FOUND.
Result<v1::Account> ReadAccount(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                                AccountId id);
// For readers who neither own nor look after the account.
void MaskPersonal(v1::Account* account);

struct NewAccount {
  CountyId county;
  AccountId id;
  AccountKind kind;
  AccountState state;
  PersonId person;
  // PersonIndex::bytes of the identity number.
  std::optional<std::string> person_index;
  // Of one that is only claimed: no other account is this one's person by it.
  std::optional<std::string> claimed_index = {};
  std::string display_name;
  std::string handle;
  std::string phone;
  OrgPath org_path;
  std::optional<Uuid> household_id = {};
  std::string password_hash = {};
  bool must_change_password = false;
  std::optional<AccountId> creator = {};
  Time create_time;
};
// Its handle must be free; of two who take it at once, the later runs again and finds it taken.
void InsertAccount(pg::Transaction& tx, const crypto::Keyring& ring, const NewAccount& account);
// A further handle for an account.
void InsertHandle(pg::Transaction& tx, const crypto::Keyring& ring, std::string_view handle,
                  CountyId county, AccountId id);

void SetConfirmed(pg::Transaction& tx, CountyId county, AccountId id, AccountState state,
                  AccountId confirmer, Time now);
void SetDisabled(pg::Transaction& tx, CountyId county, AccountId id, std::string_view reason,
                 Time now);
void SetEnabled(pg::Transaction& tx, CountyId county, AccountId id, AccountState state);
// One that its owner chose.
void SetPassword(pg::Transaction& tx, CountyId county, AccountId id, std::string_view hash);
// The same one, hashed anew.
void SetPasswordHash(pg::Transaction& tx, CountyId county, AccountId id, std::string_view hash);
// A telephone that is not proved yet.
void SetPhone(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, AccountId id,
              std::string_view phone);
void SetParty(pg::Transaction& tx, CountyId county, AccountId id, const Uuid& party);
void SetPhoneConfirmed(pg::Transaction& tx, CountyId county, AccountId id, Time now);
// Who took the second factor away or started a password reset, until the owner enrols anew.
void SetFactorRemover(pg::Transaction& tx, CountyId county, AccountId id, PersonId person);
void SetResetStarter(pg::Transaction& tx, CountyId county, AccountId id, PersonId person);
void ForgetHelpers(pg::Transaction& tx, CountyId county, AccountId id);
// Something changed that readers see in the account but that is kept elsewhere.
void MoveVersion(pg::Transaction& tx, CountyId county, AccountId id);

// The columns that ReadRow makes an Account of, but for handle and phone, which Reveal opens; the
// row is `a` of identity.account.
extern const char kAccountColumns[];
void Reveal(const crypto::Keyring& ring, v1::Account* account);

// Where a sealed "handle" or "phone" belongs: moved to another column, county or account, it does
// not open. And the fields of their blind indexes.
std::string AccountPlace(std::string_view column, CountyId county, std::string_view id);
inline constexpr char kHandleIndex[] = "identity.handle";
inline constexpr char kPhoneIndex[] = "identity.account.phone";

}  // namespace qianmo::identity
