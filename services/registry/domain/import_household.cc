#include "registry/domain/import_household.h"

#include <algorithm>
#include <tuple>

namespace qianmo::registry {
namespace {

struct SharedCell {
  HouseholdColumn column;
  std::string MemberTableRow::*cell;
};

constexpr SharedCell kSharedCells[] = {
    {HouseholdColumn::kAddress, &MemberTableRow::address},
    {HouseholdColumn::kBankName, &MemberTableRow::bank_name},
    {HouseholdColumn::kAccountHolder, &MemberTableRow::account_holder},
    {HouseholdColumn::kBankAccount, &MemberTableRow::bank_account}};

void Share(const TableHeader& header, const SharedCell& shared, ImportHousehold* household,
           MemberTableRow* head, std::vector<RowFault>* faults) {
  for (const MemberTableRow& row : household->rows) {
    const std::string& said = row.*shared.cell;
    if (said.empty()) continue;
    std::string& kept = head->*shared.cell;
    if (kept.empty()) kept = said;
    if (kept != said) {
      faults->push_back({row.line, header.PositionOf(shared.column), RowProblem::kContradiction});
    }
  }
}

using MemberFields = std::tuple<int, std::string, std::string, std::string, std::optional<Date>>;

std::vector<MemberFields> MembersOf(const ImportHousehold& household) {
  std::vector<MemberFields> members;
  for (const MemberTableRow& row : household.rows) {
    members.emplace_back(row.relation, row.name, row.id_number, row.phone, row.birth_date);
  }
  std::sort(members.begin(), members.end());
  return members;
}

}  // namespace

void CheckHousehold(const TableHeader& header, ImportHousehold* household,
                    std::vector<RowFault>* faults) {
  if (household->rows.size() > kMostImportedMembers) {
    faults->push_back({household->first().line, 0, RowProblem::kHouseholdTooLarge});
    return;
  }
  MemberTableRow* head = nullptr;
  for (MemberTableRow& row : household->rows) {
    if (!row.is_head()) continue;
    if (head == nullptr) {
      head = &row;
    } else {
      faults->push_back({row.line, 0, RowProblem::kSecondHead});
    }
  }
  if (head == nullptr) {
    faults->push_back({household->first().line, 0, RowProblem::kNoHead});
    return;
  }
  for (const SharedCell& shared : kSharedCells) Share(header, shared, household, head, faults);
}

const MemberTableRow& ImportedHead(const ImportHousehold& household) {
  const auto head = std::find_if(household.rows.begin(), household.rows.end(),
                                 [](const MemberTableRow& row) { return row.is_head(); });
  return head == household.rows.end() ? household.first() : *head;
}

bool SameHousehold(const ImportHousehold& a, const ImportHousehold& b) {
  if (a.rows.empty() || b.rows.empty()) return a.rows.empty() && b.rows.empty();
  for (const SharedCell& shared : kSharedCells) {
    if (ImportedHead(a).*shared.cell != ImportedHead(b).*shared.cell) return false;
  }
  return UnitsOf(a) == UnitsOf(b) && MembersOf(a) == MembersOf(b);
}

UnitsByKind UnitsOf(const ImportHousehold& household) {
  UnitsByKind sum = {};
  for (const MemberTableRow& row : household.rows) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = sum[i] + row.units[i];
  }
  return sum;
}

}  // namespace qianmo::registry
