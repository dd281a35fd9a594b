#include "registry/household_export.h"

#include "base/decimal.h"
#include "base/text.h"
#include "base/time_text.h"
#include "pg/row.h"
#include "registry/domain/import_refusals.h"
#include "registry/ready_household_store.h"
#include "registry/table_file.h"

namespace qianmo::registry {
namespace {

constexpr std::int64_t kMostExported = 20'000;  // members
constexpr std::size_t kHouseholdsAtOnce = 1'000;
constexpr int kSharePlaces = 2;

// Without head, which the relation says, and without sex, which the registry does not keep.
constexpr HouseholdColumn kMaskedColumns[] = {
    HouseholdColumn::kCollective,  HouseholdColumn::kNumber,      HouseholdColumn::kRelation,
    HouseholdColumn::kName,        HouseholdColumn::kIdNumber,    HouseholdColumn::kPhone,
    HouseholdColumn::kAddress,     HouseholdColumn::kBankName,    HouseholdColumn::kAccountHolder,
    HouseholdColumn::kBankAccount, HouseholdColumn::kMemberUnits, HouseholdColumn::kLabourUnits,
    HouseholdColumn::kLandUnits,   HouseholdColumn::kAssetUnits};

constexpr const char* kRelationNames[] = {"",     "户主", "配偶", "子",   "女",
                                          "孙子", "父母", "祖父", "兄弟", "其他"};

struct RollKey {
  HouseholdKey key;
  std::string collective;
  std::string number;  // with the name of who gave it, where that is another
};

std::vector<RollKey> LoadRollKeys(pg::Transaction& tx, const ExportWish& wish) {
  std::vector<RollKey> keys;
  for (const auto& row :
       tx.Run("SELECT h.number_giver_id, h.number,"
              "  CASE WHEN h.number_giver_id = h.collective_id THEN h.number"
              "   ELSE g.name || '·' || h.number END AS shown_number,"
              "  CASE WHEN p.level = 3 THEN p.name || '/' || c.name ELSE c.name END AS collective"
              " FROM registry.household h"
              " JOIN registry.collective c ON c.county_id = h.county_id AND c.id = h.collective_id"
              " LEFT JOIN registry.collective p ON p.county_id = c.county_id AND p.id = c.parent_id"
              " LEFT JOIN registry.collective g"
              "  ON g.county_id = h.county_id AND g.id = h.number_giver_id"
              " WHERE h.county_id = $1 AND starts_with(h.org_path, $2) AND h.state = 1"
              " ORDER BY c.org_path, length(h.number), h.number, h.id LIMIT $3",
              wish.county, wish.within.text(), kMostExported + 1)) {
    keys.push_back({{pg::Get<Uuid>(row, "number_giver_id"), pg::Get<std::string>(row, "number")},
                    pg::Get<std::string>(row, "collective"),
                    pg::Get<std::string>(row, "shown_number")});
  }
  return keys;
}

std::string UnitsCell(const MemberTableRow& row, UnitKind kind) {
  const Units units = row.units[static_cast<std::size_t>(kind) - 1];
  return units == Units() ? "" : FormatDecimal(units.count(), kSharePlaces);
}

std::string CellOf(const RollKey& roll, const MemberTableRow& row, HouseholdColumn column,
                   bool in_full) {
  switch (column) {
    case HouseholdColumn::kCollective:
      return roll.collective;
    case HouseholdColumn::kNumber:
      return roll.number;
    case HouseholdColumn::kRelation:
      return kRelationNames[row.relation];
    case HouseholdColumn::kName:
      return row.name;
    case HouseholdColumn::kIdNumber:
      return in_full || row.id_number.empty() ? row.id_number : MaskIdNumber(row.id_number);
    case HouseholdColumn::kPhone:
      return in_full || row.phone.empty() ? row.phone : MaskPhone(row.phone);
    case HouseholdColumn::kBirthDate:
      return row.birth_date ? FormatIsoDate(*row.birth_date) : "";
    case HouseholdColumn::kAddress:
      return row.address;
    case HouseholdColumn::kBankName:
      return row.bank_name;
    case HouseholdColumn::kAccountHolder:
      return row.account_holder;
    case HouseholdColumn::kBankAccount:
      return in_full || row.bank_account.empty() ? row.bank_account : MaskAccount(row.bank_account);
    case HouseholdColumn::kMemberUnits:
      return UnitsCell(row, UnitKind::kMember);
    case HouseholdColumn::kLabourUnits:
      return UnitsCell(row, UnitKind::kLabour);
    case HouseholdColumn::kLandUnits:
      return UnitsCell(row, UnitKind::kLand);
    case HouseholdColumn::kAssetUnits:
      return UnitsCell(row, UnitKind::kAsset);
    default:
      return "";
  }
}

std::vector<HouseholdColumn> ColumnsFor(const ExportWish& wish) {
  std::vector<HouseholdColumn> columns(std::begin(kMaskedColumns), std::end(kMaskedColumns));
  if (wish.in_full) columns.insert(columns.begin() + 6, HouseholdColumn::kBirthDate);
  return columns;
}

// The head first, then as they came. A household that nobody is left of has a row, too: it has its
// number, and perhaps units that wait for heirs.
std::vector<MemberTableRow> InOrder(ImportHousehold household) {
  std::stable_sort(
      household.rows.begin(), household.rows.end(),
      [](const MemberTableRow& a, const MemberTableRow& b) { return a.relation < b.relation; });
  if (household.rows.empty()) household.rows.emplace_back();
  return std::move(household.rows);
}

}  // namespace

Result<ExportedFile> ExportRoll(pg::Transaction& tx, const crypto::Keyring& ring,
                                const ExportWish& wish) {
  const auto columns = ColumnsFor(wish);
  sheet::TableFile file(FormatOf(wish.format), "股东户名册");
  std::vector<std::string> head;
  for (const auto column : columns) head.emplace_back(HouseholdColumns().ChineseName(column));
  file.AddHead(head);
  const auto keys = LoadRollKeys(tx, wish);
  std::int64_t members = 0;
  for (std::size_t begin = 0; begin < keys.size(); begin += kHouseholdsAtOnce) {
    const std::size_t end = std::min(keys.size(), begin + kHouseholdsAtOnce);
    std::vector<HouseholdKey> some;
    for (std::size_t i = begin; i < end; ++i) some.push_back(keys[i].key);
    auto households = LoadSameHouseholds(tx, ring, wish.county, some);
    for (std::size_t i = begin; i < end; ++i) {
      for (const MemberTableRow& row : InOrder(std::move(households[keys[i].key]))) {
        if (++members > kMostExported) return refusals::ExportTooLarge(kMostExported);
        std::vector<std::string> cells;
        for (const auto column : columns) {
          cells.push_back(CellOf(keys[i], row, column, wish.in_full));
        }
        file.Add(cells);
      }
    }
  }
  return file.Finish();
}

}  // namespace qianmo::registry
