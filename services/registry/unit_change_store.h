// Changes of units on their way, in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "pg/transaction.h"
#include "qianmo/registry/v1/unit_resources.pb.h"
#include "registry/domain/unit_change.h"

namespace qianmo::registry {

// Who does something: the account, and the person behind it.
struct UnitActor {
  Uuid account;
  Uuid person;
};

struct UnitChangeRow {
  CountyId county;
  Uuid id;
  Uuid collective;
  UnitChangeFacts facts;
  bool without_vote = false;
  std::string ground;
};

void InsertUnitChange(pg::Transaction& tx, const UnitChangeRow& change, const UnitActor& proposer,
                      Time now);
std::optional<UnitChangeRow> FindUnitChange(pg::Transaction& tx, CountyId county, const Uuid& id);
// The names of the oldest ten that wait for somebody, or only those that concern this holder.
std::vector<std::string> OpenUnitChanges(pg::Transaction& tx, CountyId county,
                                         const Uuid& collective,
                                         const std::optional<Uuid>& holder = {});
// Keeps who has confirmed a transfer.
void SaveUnitSides(pg::Transaction& tx, const UnitChangeRow& change, Time now);
void FinishUnitChange(pg::Transaction& tx, const UnitChangeRow& change, Date effective_date,
                      const UnitActor& ender, Time record_time, Time now);
void EndUnitChange(pg::Transaction& tx, const UnitChangeRow& change, const UnitActor& ender,
                   Time now);

// It must exist.
v1::UnitChange ReadUnitChange(pg::Transaction& tx, CountyId county, const Uuid& id);

struct UnitListWish {
  CountyId county;
  Uuid collective;
  std::optional<Uuid> holder = {};
  int state = 0;                    // 0: all
  std::optional<Uuid> before = {};  // the last of the page before
  int limit = 0;
};
// Newest first.
google::protobuf::RepeatedPtrField<v1::UnitChange> ListUnitChangesOf(pg::Transaction& tx,
                                                                     const UnitListWish& wish);

}  // namespace qianmo::registry
