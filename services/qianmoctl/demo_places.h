// Townships, villages and groups of the demo county.
#pragma once

#include <string>
#include <vector>

#include "base/org_path.h"
#include "pg/transaction.h"

namespace qianmo::ctl {

inline constexpr CountyId kDemoCounty{1};

struct DemoPlace {
  Uuid id;
  OrgPath org_path;
  std::string name;
  // What people and tables call it: a group is "village/group".
  std::string long_name;
};

// Three townships of eight villages; every sixth village has two groups. In their order, each
// before those below it. The ids are always the same.
const std::vector<DemoPlace>& DemoPlaces();

// Where households live: everywhere but in townships and in villages that have groups.
std::vector<DemoPlace> DemoSettlements();

// With credit codes, area codes and officers, recorded by this account.
void FoundDemoPlaces(pg::Transaction& tx, const Uuid& account, Time now);

}  // namespace qianmo::ctl
