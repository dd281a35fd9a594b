// Collectives in the database. The version counts changes; it is the etag.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pg/transaction.h"
#include "qianmo/registry/v1/collective_resources.pb.h"
#include "registry/domain/area_code.h"
#include "registry/domain/collective.h"
#include "registry/domain/collective_change.h"
#include "registry/domain/officer.h"

namespace qianmo::registry {

struct CollectiveRow {
  Collective facts;
  std::string name;
  std::string credit_code;  // "" while there is none
  std::int64_t version;
};

// Refuse COLLECTIVE_NOT_FOUND. HoldCollective lets nobody end or move the collective until the
// transaction ends: whoever adds something to it asks first. LockCollective is for its changes.
Result<CollectiveRow> FindCollective(pg::Transaction& tx, CountyId county, CollectiveId id);
Result<CollectiveRow> HoldCollective(pg::Transaction& tx, CountyId county, CollectiveId id);
Result<CollectiveRow> LockCollective(pg::Transaction& tx, CountyId county, CollectiveId id);

// The collective as people see it. It must exist.
v1::Collective ReadCollective(pg::Transaction& tx, CountyId county, CollectiveId id);
std::string CollectiveName(CountyId county, CollectiveId id);

struct CollectiveQuery {
  CountyId county;
  std::vector<std::string> within;  // the caller's paths
  std::string org_path = {};
  std::optional<int> level = {};
  std::optional<int> state = {};
  std::string text = {};
  std::string credit_code = {};
  std::string area_code = {};
  Date today;
  std::optional<Uuid> after = {};
  int limit;
};
google::protobuf::RepeatedPtrField<v1::Collective> ListCollectives(pg::Transaction& tx,
                                                                   const CollectiveQuery& query);

void InsertCollective(pg::Transaction& tx, CountyId county, const CollectiveRow& row, Time now);
// name, form, book_type, credit_code.
void SaveCollective(pg::Transaction& tx, CountyId county, const CollectiveRow& row);
bool CollectiveExists(pg::Transaction& tx, CountyId county, CollectiveId id);
// The active collective that has this code, besides `self`.
std::optional<CollectiveId> OwnerOfCode(pg::Transaction& tx, CountyId county,
                                        const std::string& credit_code, CollectiveId self);

// Who did what to a collective, and why.
struct CollectiveEvent {
  v1::CollectiveEvent::Kind kind;
  Date effective_date;
  Uuid account;
  std::string reason = {};
  std::optional<CollectiveChangeId> change = {};
};
void AddCollectiveEvent(pg::Transaction& tx, CountyId county, CollectiveId id,
                        const CollectiveEvent& event, Time now);
google::protobuf::RepeatedPtrField<v1::CollectiveEvent> ListCollectiveEvents(
    pg::Transaction& tx, CountyId county, CollectiveId id, const std::optional<Uuid>& after,
    int limit);

}  // namespace qianmo::registry
