// The roll of households as a file.
#pragma once

#include <string>

#include "base/org_path.h"
#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/exports.pb.h"
#include "registry/table_file.h"

namespace qianmo::registry {

struct ExportWish {
  CountyId county;
  OrgPath within;  // this collective and those below it
  v1::TableFormat format;
  bool in_full;  // else personal data is masked
};

// In the order of the collectives and the numbers. The same facts make the same bytes. Refuses
// EXPORT_TOO_LARGE.
Result<ExportedFile> ExportRoll(pg::Transaction& tx, const crypto::Keyring& ring,
                                const ExportWish& wish);

}  // namespace qianmo::registry
