// Households of the demo county, with members and units: a table of them that the township's agent
// brings and its approver confirms, as every county's would be.
#pragma once

#include "base/org_path.h"
#include "crypto/keyring.h"
#include "pg/transaction.h"

namespace qianmo::ctl {

inline constexpr int kDemoHouseholds = 6'000;
// Each settlement has some.
inline constexpr int kFewestDemoHouseholds = 100;

// Who does what.
struct DemoActor {
  Uuid account;
  Uuid person;
};

// So many. The collectives must be there.
void SettleDemoHouseholds(pg::Transaction& tx, const crypto::Keyring& ring, int count,
                          const DemoActor& maker, const DemoActor& checker, Time now);

bool HasDemoHouseholds(pg::Transaction& tx);

// The household of this number in the first settlement, from 1.
struct DemoHome {
  Uuid household;
  OrgPath org_path;
};
DemoHome FindDemoHome(pg::Transaction& tx, int number);

}  // namespace qianmo::ctl
