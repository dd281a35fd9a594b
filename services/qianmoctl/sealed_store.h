// Finds the sealed values of the whole house, by convention: a column X_sealed of a table T is
// sealed in the context "schema.T.X/" and the row's primary key, joined by "/"; sealed journal
// answers and outbox requests have contexts of their own (rpc/journal.cc, rpc/outbox.cc).
#pragma once

#include <string>
#include <vector>

#include "crypto/keyring.h"
#include "pg/transaction.h"

namespace qianmo::ctl {

struct SealedColumn {
  std::string label;  // "identity.account.phone_sealed"
  std::string table;  // the rest is SQL
  std::string column;
  std::string context;
  std::string condition;
};
std::vector<SealedColumn> SealedColumns(pg::Transaction& tx);

struct SealedValue {
  std::string context;
  std::string sealed;
};
// Up to `most` values under each data key of `ring`, and as many that are under none of them.
std::vector<SealedValue> SampleOf(pg::Transaction& tx, const SealedColumn& column,
                                  const crypto::Keyring& ring, int most);

}  // namespace qianmo::ctl
