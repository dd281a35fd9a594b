// Households of an import on their way: kept ready as rows that only wait to be copied into their
// places, so that all of them can arrive in one short transaction.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crypto/keyring.h"
#include "registry/domain/import_household.h"
#include "registry/import_place_store.h"
#include "registry/import_store.h"

namespace qianmo::registry {

struct ReadyHousehold {
  ImportHousehold household;
  ImportPlace place;
  Standing standing;
};
// Seals what is personal for the places where it will lie. Bad ones keep their number alone.
void KeepReady(pg::Transaction& tx, const crypto::Keyring& ring, const ImportRow& row,
               const std::vector<ReadyHousehold>& households, Time now);

// A household by who gave the number, and the number.
using HouseholdKey = std::pair<Uuid, std::string>;

// Those of these that the import has already.
std::set<HouseholdKey> KeptNumbers(pg::Transaction& tx, const ImportRow& row,
                                   const std::vector<HouseholdKey>& keys);
// ID numbers that the import has already.
std::set<std::string> KeptIdNumbers(pg::Transaction& tx, const crypto::Keyring& ring,
                                    const ImportRow& row,
                                    const std::vector<std::string>& id_numbers);
// ID numbers that active members in the registry have: those below the import's organisation by
// name, and how many others, of whom the importer learns no more.
struct TakenNumbers {
  std::set<std::string> within;
  std::int64_t elsewhere = 0;
};
TakenNumbers FindTakenIdNumbers(pg::Transaction& tx, const crypto::Keyring& ring,
                                const ImportRow& row, const std::vector<std::string>& id_numbers);

// What the registry has of these households: active members, address, account and units, in the
// form of rows without lines. A household that is dissolved has no rows.
std::map<HouseholdKey, ImportHousehold> LoadSameHouseholds(pg::Transaction& tx,
                                                           const crypto::Keyring& ring,
                                                           CountyId county,
                                                           const std::vector<HouseholdKey>& keys);

}  // namespace qianmo::registry
