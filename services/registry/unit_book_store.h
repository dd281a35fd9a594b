// The book of a collective's units: its charter, and the row that all changes lock first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/unit_resources.pb.h"
#include "registry/domain/unit_change.h"
#include "registry/domain/unit_charter.h"

namespace qianmo::registry {

// What units need to know of a collective or a household.
struct UnitPlace {
  std::string org_path;
  bool ended = false;
  std::string name;  // of the collective
};
std::optional<UnitPlace> FindUnitPlace(pg::Transaction& tx, CountyId county,
                                       const Uuid& collective);

struct UnitHousehold {
  Uuid collective;
  std::string org_path;
  bool ended = false;
  std::string number;
  std::string head;  // the name of its head; "" while there is none
};
std::optional<UnitHousehold> FindUnitHousehold(pg::Transaction& tx, CountyId county,
                                               const Uuid& household);

struct UnitBook {
  CountyId county;
  Uuid collective;
  bool ended = false;
  UnitCharter charter;
  Time last_record_time;

  // After everything that was recorded before, however the clocks of two servers differ.
  Time NextRecordTime(Time now) const { return std::max(now, last_record_time + Duration(1)); }
};

// The collective must exist. The first lock of a collective opens its book.
UnitBook LockUnitBook(pg::Transaction& tx, CountyId county, const Uuid& collective);
// As of this snapshot: whatever is recorded later has a later record time. None: no book yet.
std::optional<Time> LastRecordTime(pg::Transaction& tx, CountyId county, const Uuid& collective);
void SetLastRecordTime(pg::Transaction& tx, const UnitBook& book, Time record_time);

v1::UnitCharter ReadUnitCharter(pg::Transaction& tx, CountyId county, const Uuid& collective);
void SaveUnitCharter(pg::Transaction& tx, const UnitBook& book, const UnitCharter& charter,
                     const std::string& ground);

}  // namespace qianmo::registry
