// Personal values in rows of the ledger: sealed where they lie.
#pragma once

#include <string>
#include <string_view>

#include "base/id.h"
#include "crypto/seal.h"

namespace qianmo::ledger {

// `column` is "payment.payee" for ledger.payment.payee_sealed of the row with this id. Moved to
// another column, county or row, it does not open.
std::string SealValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, std::string_view plain);
// Of a row whose key has several parts, joined by "/".
std::string SealValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      std::string_view key, std::string_view plain);
// Throw when it does not open.
std::string OpenValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      const Uuid& id, std::string_view sealed);
std::string OpenValue(const crypto::Keyring& ring, std::string_view column, CountyId county,
                      std::string_view key, std::string_view sealed);

}  // namespace qianmo::ledger
