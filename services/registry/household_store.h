// Households in the database. The version counts changes; it is the etag.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/org_path.h"
#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/households.pb.h"
#include "registry/domain/collective.h"
#include "registry/domain/member.h"

namespace qianmo::registry {

enum class HouseholdState { kActive = 1, kDissolved = 2 };

struct HouseholdRow {
  HouseholdId id;
  CollectiveId collective;
  OrgPath org_path;
  std::string number;
  HouseholdState state;
  std::string address;
  std::string bank_name;
  std::string account_holder;
  std::string bank_account;  // in full; "" where there is none
  std::int64_t version;
};

// Refuse HOUSEHOLD_NOT_FOUND. Whoever changes a household's members locks it first.
Result<HouseholdRow> FindHousehold(pg::Transaction& tx, const crypto::Keyring& ring,
                                   CountyId county, HouseholdId id);
Result<HouseholdRow> LockHousehold(pg::Transaction& tx, const crypto::Keyring& ring,
                                   CountyId county, HouseholdId id);

// The household as people see it, its bank account masked. It must exist.
v1::Household ReadHousehold(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                            HouseholdId id);
std::string HouseholdName(CountyId county, HouseholdId id);

struct HouseholdQuery {
  CountyId county;
  std::vector<std::string> within;  // the caller's paths, or …
  std::string own = {};             // … the only household that the caller may see
  std::string org_path = {};
  std::optional<int> state = {};
  std::string number = {};
  std::string text = {};  // part of a member's name
  std::optional<std::vector<Uuid>> ids = {};
  std::optional<Uuid> after = {};
  int limit;
};
google::protobuf::RepeatedPtrField<v1::Household> ListHouseholds(pg::Transaction& tx,
                                                                 const crypto::Keyring& ring,
                                                                 const HouseholdQuery& query);

bool HouseholdExists(pg::Transaction& tx, CountyId county, HouseholdId id);
bool NumberIsTaken(pg::Transaction& tx, CountyId county, CollectiveId giver,
                   const std::string& number);
// The number is given by the household's collective.
void InsertHousehold(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                     const HouseholdRow& row, Time now);
// address, bank_name, account_holder, bank_account.
void SaveHousehold(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                   const HouseholdRow& row);
void SetDissolved(pg::Transaction& tx, CountyId county, HouseholdId id, Time now);
// Something changed that readers see in the household but that is kept elsewhere.
void MoveHouseholdVersion(pg::Transaction& tx, CountyId county, HouseholdId id);

// Who looked at personal data in full, and why.
// When this account last saw it in full.
std::optional<Time> LastReveal(pg::Transaction& tx, CountyId county, const std::string& resource,
                               const Uuid& account);
void AddReveal(pg::Transaction& tx, CountyId county, const std::string& resource,
               const OrgPath& org_path, const std::string& reason, const Uuid& account, Time now);

}  // namespace qianmo::registry
