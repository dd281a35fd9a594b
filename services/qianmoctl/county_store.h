// The counties of an exchange, as the operator opens them.
#pragma once

#include <optional>
#include <string>

#include "base/id.h"
#include "pg/transaction.h"

namespace qianmo::ctl {

struct County {
  CountyId id;
  std::string name;
  std::string code;  // GB/T 2260, six digits

  bool operator==(const County&) const = default;
};

// Keeps others who open counties waiting until the transaction ends. Refuses when identity has not
// been migrated.
Result<Done> HoldCounties(pg::Transaction& tx);

std::optional<County> FindCounty(pg::Transaction& tx, CountyId id);
bool HasOtherCounty(pg::Transaction& tx, CountyId id);
// The county keeps what it is called if it is there.
void InsertCounty(pg::Transaction& tx, const County& county);
// Whether this database is marked as one for invented people, by ALTER DATABASE … SET qianmo.demo =
// 'welcome'. Only ./qianmo up does so, to its own.
bool IsForDemo(pg::Transaction& tx);
bool HasAccounts(pg::Transaction& tx, CountyId id);

}  // namespace qianmo::ctl
