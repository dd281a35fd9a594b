// The collectives that tables speak of.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "base/org_path.h"
#include "pg/transaction.h"
#include "registry/domain/table_row.h"

namespace qianmo::registry {

// An active collective, as a table can name it.
struct ImportPlace {
  Uuid collective;
  OrgPath org_path;
};

class ImportPlaces {
 public:
  static ImportPlaces Load(pg::Transaction& tx, CountyId county);

  // By name, "village/group" or credit code, in its normal form, within this organisation. Else
  // kCollectiveUnknown, also for what several are called, or kCollectiveOutside.
  std::variant<ImportPlace, RowProblem> Find(const std::string& name, const OrgPath& within) const;

 private:
  std::map<std::string, ImportPlace> places_;
};

}  // namespace qianmo::registry
