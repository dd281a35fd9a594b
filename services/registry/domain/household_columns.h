// The columns of a table of households.
#pragma once

#include <optional>

#include "registry/domain/table_header.h"
#include "registry/domain/unit_kind.h"

namespace qianmo::registry {

enum class HouseholdColumn {
  kCollective,  // its name or credit code
  kNumber,
  kHead,
  kRelation,
  kName,
  kSex,
  kIdNumber,
  kPhone,
  kBirthDate,
  kAddress,
  kBankName,
  kAccountHolder,
  kBankAccount,
  kMemberUnits,
  kLabourUnits,
  kLandUnits,
  kAssetUnits,
  kReason,
};

// Collective, number, name, and head or relation must be there.
const TableColumns& HouseholdColumns();

// The column that units of this kind are in; none for the collective's own.
std::optional<HouseholdColumn> ColumnOf(UnitKind kind);

}  // namespace qianmo::registry
