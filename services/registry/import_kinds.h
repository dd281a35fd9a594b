// What is in tables: each kind has its columns, its check and its arrival.
#pragma once

#include "registry/checked_part.h"

namespace qianmo::registry {

struct ImportTrade {
  const TableColumns& (*columns)();
  // Refuses IMPORT_MALFORMED, IMPORT_TOO_LARGE.
  Result<CheckedPart> (*check)(pg::Transaction& tx, const crypto::Keyring& ring, ImportTable* table,
                               ImportRow* row, Time now);
  // How many that were ready no longer fit; no more will until the transaction ends.
  std::int64_t (*count_stale)(pg::Transaction& tx, const ImportRow& row);
  // All of it at once.
  void (*load)(pg::Transaction& tx, const ImportRow& row, Time now);
};

const ImportTrade& TradeOf(ImportKind kind);

}  // namespace qianmo::registry
