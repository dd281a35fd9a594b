// What the collectives of the demo county own: fields, ponds, woods, shops, workshops, machines.
#pragma once

#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmoctl/demo_households.h"

namespace qianmo::ctl {

inline constexpr int kDemoAssets = 400;

// With parcels on the map where there is ground below. The collectives must be there.
void AddDemoLand(pg::Transaction& tx, const DemoActor& surveyor, Time now);

bool HasDemoLand(pg::Transaction& tx);

}  // namespace qianmo::ctl
