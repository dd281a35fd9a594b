#include "registry/asset_export.h"

#include "base/decimal.h"
#include "pg/row.h"
#include "registry/domain/asset_columns.h"
#include "registry/domain/import_refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::int64_t kMostAssetsExported = 20'000;
constexpr int kPlacesOfQuantity = 3;
constexpr int kPlacesOfYuan = 2;

// "12.5" of 12500: as few places as say it all.
std::string QuantityCell(std::int64_t quantity_e3) {
  std::string text = FormatDecimal(quantity_e3, kPlacesOfQuantity);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::vector<std::string> AssetCells(const pqxx::row& row) {
  const auto text = [&](const char* column) { return pg::Get<std::string>(row, column); };
  const auto number = [&](const char* column) { return pg::Get<int>(row, column); };
  return {text("collective"),
          text("display_name"),
          std::string(ChineseWord(static_cast<AssetClass>(number("asset_class")))),
          std::string(ChineseWord(static_cast<RightType>(number("right_type")))),
          QuantityCell(pg::Get<std::int64_t>(row, "quantity_e3")),
          std::string(ChineseWord(static_cast<Measure>(number("measure") - 1))),
          FormatDecimal(pg::Get<std::int64_t>(row, "book_value_fen"), kPlacesOfYuan),
          text("site"),
          text("parcel_code"),
          text("contract_code"),
          text("unit_number"),
          std::string(ChineseWord(static_cast<AssetState>(number("state"))))};
}

}  // namespace

Result<ExportedFile> ExportAssetList(pg::Transaction& tx, CountyId county, const OrgPath& within,
                                     v1::TableFormat format) {
  const auto rows = tx.Run(
      "SELECT CASE WHEN p.level = 3 THEN p.name || '/' || c.name ELSE c.name END"
      "  AS collective, a.display_name, a.asset_class, a.right_type, a.quantity_e3,"
      "  a.measure, a.book_value_fen, a.site, a.parcel_code, a.contract_code,"
      "  a.unit_number, a.state"
      " FROM registry.asset a"
      " JOIN registry.collective c ON c.county_id = a.county_id AND c.id = a.collective_id"
      " LEFT JOIN registry.collective p ON p.county_id = c.county_id AND p.id = c.parent_id"
      " WHERE a.county_id = $1 AND starts_with(a.org_path, $2) AND a.state <> 6"
      " ORDER BY c.org_path, a.id LIMIT $3",
      county, within.text(), kMostAssetsExported + 1);
  if (static_cast<std::int64_t>(rows.size()) > kMostAssetsExported) {
    return refusals::ExportTooLarge(kMostAssetsExported);
  }
  sheet::TableFile file(FormatOf(format), "资产清单");
  std::vector<std::string> head;
  for (int column = 0; column < AssetColumns().reason; ++column) {
    head.emplace_back(AssetColumns().ChineseName(column));
  }
  file.AddHead(head);
  for (const auto& row : rows) file.Add(AssetCells(row));
  return file.Finish();
}

}  // namespace qianmo::registry
