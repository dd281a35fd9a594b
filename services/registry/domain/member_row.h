// One row of a table of households: a member, and what it brings of units.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/share.h"
#include "registry/domain/household_columns.h"
#include "registry/domain/table_row.h"

namespace qianmo::registry {

inline constexpr std::size_t kMostHouseholdNumber = 30;  // characters

// Units by kind, in the order of kUnitKinds.
using UnitsByKind = std::array<Units, kUnitKinds.size()>;

struct MemberTableRow {
  std::int64_t line = 0;
  std::string collective;  // as the file calls it, in its normal form
  std::string number;
  int relation = 0;  // HouseholdRelation; 1 is the head
  std::string name;
  std::string id_number;
  std::string phone;
  std::optional<Date> birth_date;
  std::string address;
  std::string bank_name;
  std::string account_holder;
  std::string bank_account;
  UnitsByKind units = {};

  bool is_head() const { return relation == 1; }
};

// What the record says as of this day; adds what is wrong with it to `faults`.
MemberTableRow ReadMemberRow(const TableHeader& header, const ImportRecord& record, Date day,
                             std::vector<RowFault>* faults);

}  // namespace qianmo::registry
