// Brings sealed columns and blind indexes under the newest keys. What is kept of identity numbers
// stays under the keys of its time: the numbers themselves are kept nowhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/keyring.h"
#include "identity/domain/account.h"
#include "pg/transaction.h"

namespace qianmo::identity {

// Those that are brought under them, "identity.account.phone_sealed": every sealed column of the
// schema.
std::vector<std::string> SealedColumns();

std::int64_t CountAccounts(pg::Transaction& tx, CountyId county);

struct Resealed {
  std::int64_t accounts;
  Uuid last;  // the account where the next piece goes on
};
// The next accounts after `after`, at most `most`; nothing when there are none left.
std::optional<Resealed> ResealAccounts(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, const Uuid& after, int most);

}  // namespace qianmo::identity
