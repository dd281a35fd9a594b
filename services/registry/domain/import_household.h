// The rows of one household together.
#pragma once

#include <string>
#include <vector>

#include "registry/domain/member_row.h"

namespace qianmo::registry {

inline constexpr std::size_t kMostImportedMembers = 50;

struct ImportHousehold {
  std::vector<MemberTableRow> rows;

  const MemberTableRow& first() const { return rows.front(); }
  bool Takes(const MemberTableRow& row) const {
    return !row.number.empty() && row.collective == first().collective &&
           row.number == first().number;
  }
};

// One head; its address and bank account said once, or the same each time. What the head's row
// does not say is taken from the others'.
void CheckHousehold(const TableHeader& header, ImportHousehold* household,
                    std::vector<RowFault>* faults);

// Its first row where there is no head.
const MemberTableRow& ImportedHead(const ImportHousehold& household);

// Whether both say the same of members, address, bank account and units. Lines do not matter, nor
// the order of the members.
bool SameHousehold(const ImportHousehold& a, const ImportHousehold& b);

// Of all its rows.
UnitsByKind UnitsOf(const ImportHousehold& household);

}  // namespace qianmo::registry
