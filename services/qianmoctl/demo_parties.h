// Parties of the demo: firms, cooperatives and people who rent what the collectives have.
#pragma once

#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmoctl/demo_people.h"

namespace qianmo::ctl {

inline constexpr int kDemoParties = 40;

// Each with an account of its own. Most are admitted; the last ones wait at the desk.
void AddDemoParties(pg::Transaction& tx, const crypto::Keyring& ring, const DemoHashes& hashes,
                    Time now);

bool HasDemoParties(pg::Transaction& tx);

}  // namespace qianmo::ctl
