// Brings sealed columns and blind indexes of the ledger under the newest keys, table by table. What
// no key at hand opens is left as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "crypto/keyring.h"
#include "pg/transaction.h"

namespace qianmo::ledger {

// Those that are brought under them, "ledger.payment.payee_sealed": every sealed column of the
// schema.
std::vector<std::string> SealedColumns();

// Rows that there are, about.
std::int64_t CountSealed(pg::Transaction& tx, CountyId county);

struct ResealedRows {
  std::int64_t values;
  std::string cursor;  // where the next piece goes on
};
// The next piece after the cursor, which is empty at first; nothing when there is none left.
std::optional<ResealedRows> ResealNext(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, const std::string& cursor);

}  // namespace qianmo::ledger
