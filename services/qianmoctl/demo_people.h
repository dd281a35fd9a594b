// People of the demo: somebody in every role, with passwords that everybody knows.
#pragma once

#include "crypto/keyring.h"
#include "identity/account_store.h"
#include "pg/transaction.h"
#include "qianmoctl/demo_households.h"

namespace qianmo::ctl {

struct DemoHashes {
  std::string password;
  std::string pin;
};
// Takes a while.
DemoHashes MakeDemoHashes();

bool HasDemoPeople(pg::Transaction& tx, const crypto::Keyring& ring);

// Officers and bidders; nothing happens to who is there already. The first two officers made each
// other active; the first of them confirmed all the others.
void AddDemoOfficers(pg::Transaction& tx, const crypto::Keyring& ring, const DemoHashes& hashes,
                     Time now);
// Likewise those who sign in for a household: each for one of the first in the first village.
void AddDemoVillagers(pg::Transaction& tx, const crypto::Keyring& ring, const DemoHashes& hashes,
                      Time now);

// The `number`th bidder of the demo, from 1: "demo.bidder", "demo.bidder2", "demo.bidder3", …
DemoActor AddDemoTrader(pg::Transaction& tx, const crypto::Keyring& ring, const DemoHashes& hashes,
                        int number, Time now);

// Whoever has this handle.
DemoActor FindDemoActor(pg::Transaction& tx, const crypto::Keyring& ring,
                        const std::string& handle);

// Each with password, role and second factor.
void PrintDemoPeople();

}  // namespace qianmo::ctl
