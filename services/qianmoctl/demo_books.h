// Books of the demo county: the year so far of each village of the first township, and the empty
// ones of what the county centre keeps for bidders.
#pragma once

#include "pg/transaction.h"
#include "qianmoctl/demo_households.h"

namespace qianmo::ctl {

// Who keeps the books of the first township, who approves, and who writes for a village.
struct DemoKeepers {
  DemoActor agent, approver, clerk;
};
// The collectives must be there. The year is that of `now`, up to the month before; of the first
// village one voucher waits for its approval.
void KeepDemoBooks(pg::Transaction& tx, const DemoKeepers& keepers, Time now);

bool HasDemoBooks(pg::Transaction& tx);

}  // namespace qianmo::ctl
