// The accounts of the custody books by what they are for.
#pragma once

#include "ledger/domain/chart.h"

namespace qianmo::ledger {

enum class CustodyAccount {
  kDeposits = 201,   // open
  kPayable = 202,    // to villages
  kInTransit = 203,  // payments that the bank has still to make
  kSuspense = 204,
  kInterest = 205,  // of bidders
  kForfeited = 206
};

AccountCode CodeOf(CustodyAccount account);

}  // namespace qianmo::ledger
