// Declared kin and staff in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "pg/transaction.h"
#include "qianmo/registry/v1/relations.pb.h"
#include "registry/domain/bidder.h"

namespace qianmo::registry {

// Every one that the bidder ever had.
std::vector<Relation> RelationsOf(pg::Transaction& tx, CountyId county, BidderId bidder);
// Held until the transaction ends. Nothing unless it is this bidder's.
std::optional<Relation> LockRelation(pg::Transaction& tx, CountyId county, BidderId bidder,
                                     RelationId id);

struct NewRelation {
  Relation facts = {};
  std::string person_name = {};
  Uuid account = {};
  bool by_party = false;
};
RelationId InsertRelation(pg::Transaction& tx, CountyId county, BidderId bidder,
                          const NewRelation& relation, Time now);
void SetRelationEnd(pg::Transaction& tx, CountyId county, RelationId id, Date end);
void SetRecused(pg::Transaction& tx, CountyId county, RelationId id, const std::string& reason,
                Time now);

// As readers get it. It must exist.
v1::Relation ReadRelation(pg::Transaction& tx, CountyId county, RelationId id);
// In the order in which they were declared, after `after`.
google::protobuf::RepeatedPtrField<v1::Relation> ListRelationsOf(pg::Transaction& tx,
                                                                 CountyId county, BidderId bidder,
                                                                 const std::optional<Uuid>& after,
                                                                 int limit);

}  // namespace qianmo::registry
