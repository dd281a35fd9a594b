// Merges and splits in the database, and what they do to the collectives themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pg/transaction.h"
#include "qianmo/registry/v1/collective_changes.pb.h"
#include "registry/collective_store.h"

namespace qianmo::registry {

// One that goes on.
struct ChangePartRow {
  CollectiveId collective;
  std::string name;  // "" of an existing one
  std::string credit_code;
  PartItems items;

  bool is_new() const { return !name.empty(); }
};

struct ChangeRow {
  CollectiveChangeId id;
  CollectiveChange facts;
  OrgPath org_path;
  std::vector<CollectiveId> sources;
  std::vector<ChangePartRow> parts;
  std::string reason;
};

std::string ChangeName(CountyId county, CollectiveChangeId id);

// Refuses CHANGE_NOT_FOUND.
Result<ChangeRow> FindChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id);
Result<ChangeRow> LockChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id);
// As people see it. It must exist.
v1::CollectiveChange ReadChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id);
google::protobuf::RepeatedPtrField<v1::CollectiveChange> ListChanges(
    pg::Transaction& tx, CountyId county, const std::vector<std::string>& within,
    std::optional<int> state, const std::optional<Uuid>& after, int limit);

// Whether any of them is in a change that waits.
bool AnyInOpenChange(pg::Transaction& tx, CountyId county, const std::vector<CollectiveId>& ids);
void InsertChange(pg::Transaction& tx, CountyId county, const ChangeRow& row, const Uuid& proposer,
                  Time now);
// Whoever decides, with a reason where it is rejected.
void EndChange(pg::Transaction& tx, CountyId county, CollectiveChangeId id,
               CollectiveChangeState state, const Uuid& account, const Uuid& person,
               const std::string& reason, Time now);

// What identity has done about it.
struct CarriedAccounts {
  int accounts = 0;
  int grants = 0;
  std::vector<std::string> left_grants = {};
};
void SetCarriedAccounts(pg::Transaction& tx, CountyId county, CollectiveChangeId id,
                        const CarriedAccounts& carried, Time now);

// Those among `items` that the collective may give to a part of a split: its households, active
// collectives directly below it, assets that it keeps, parcels without an asset.
std::vector<Uuid> OwnItems(pg::Transaction& tx, CountyId county, CollectiveId id,
                           CollectiveChangeItem kind, const std::vector<Uuid>& items);
// The active ones directly below.
std::vector<CollectiveId> CollectivesBelow(pg::Transaction& tx, CountyId county, CollectiveId id);

void EndCollective(pg::Transaction& tx, CountyId county, CollectiveId id, Time now);
void AddSuccessor(pg::Transaction& tx, CountyId county, CollectiveId id, CollectiveId successor,
                  CollectiveChangeId change);
// Puts a collective, and all below it, below another parent.
void MoveCollective(pg::Transaction& tx, CountyId county, const Collective& collective,
                    CollectiveId parent, const OrgPath& to_path);
// Changes that happened or wait there lie below the other path from now on.
void RehomeChanges(pg::Transaction& tx, CountyId county, const OrgPath& from, const OrgPath& to);

}  // namespace qianmo::registry
