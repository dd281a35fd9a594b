// What ends by itself, and what is too old to be kept. Each does at most `most` and says how many.
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "pg/transaction.h"

namespace qianmo::messages {

// Ends deliveries of every channel that waited until their time was over, whether or not there is a
// provider. Those that a sender or a batch holds are left to it.
int ExpireDeliveries(pg::Transaction& tx, CountyId county, Time now, int most);

// Texts taken at or before `sent`, of which the provider has not told what became, are unconfirmed.
int EndUnconfirmed(pg::Transaction& tx, CountyId county, Time sent, Time now, int most);

// Messages taken in at or before `until`, the oldest first, with all their deliveries and letters,
// and what was marked about them; an inbox counts them as read.
int RemoveOldMessages(pg::Transaction& tx, CountyId county, Time until, int most);

// Reports received, and batches made, at or before `until`.
int RemoveOldReports(pg::Transaction& tx, CountyId county, Time until, int most);
int RemoveOldBatches(pg::Transaction& tx, CountyId county, Time until, int most);

}  // namespace qianmo::messages
