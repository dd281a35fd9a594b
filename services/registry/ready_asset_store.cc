#include "registry/ready_asset_store.h"

#include "pg/row.h"
#include "registry/asset_store.h"

namespace qianmo::registry {
namespace {

struct AssetKeyColumns {
  std::vector<Uuid> keepers;
  std::vector<std::string> names;
};
AssetKeyColumns SplitAssetKeys(const std::vector<AssetKey>& keys) {
  AssetKeyColumns columns;
  for (const auto& [keeper, name] : keys) {
    columns.keepers.push_back(keeper);
    columns.names.push_back(name);
  }
  return columns;
}

AssetKey KeyIn(const pqxx::row& row) {
  return {pg::Get<Uuid>(row, "collective_id"), pg::Get<std::string>(row, "display_name")};
}

std::vector<std::string> SearchTermsOf(const AssetTableRow& asset) {
  return AssetSearchTerms({.display_name = asset.name,
                           .parcel_code = asset.parcel_code,
                           .contract_code = asset.contract_code,
                           .unit_number = asset.unit_number});
}

}  // namespace

void KeepReadyAssets(pg::Transaction& tx, const ImportRow& row,
                     const std::vector<ReadyAsset>& assets, Time now) {
  pg::CopyIn copy(
      tx, "registry.import_asset",
      {"county_id", "import_id", "id", "line", "collective_id", "org_path", "display_name",
       "search_terms", "asset_class", "right_type", "measure", "quantity_e3", "book_value_fen",
       "site", "parcel_code", "contract_code", "unit_number", "standing"});
  for (const ReadyAsset& ready : assets) {
    const AssetTableRow& asset = ready.asset;
    copy.Add(row.county, row.id, AssetId::Make(now), asset.line, ready.place.collective,
             ready.place.org_path.text(), asset.name, pg::Array(SearchTermsOf(asset)),
             static_cast<int>(asset.asset_class), static_cast<int>(asset.right),
             NumberOf(asset.measure), asset.quantity_e3, asset.book_value_fen, asset.site,
             asset.parcel_code, asset.contract_code, asset.unit_number,
             static_cast<int>(ready.standing));
  }
  copy.Finish();
}

std::set<AssetKey> KeptAssets(pg::Transaction& tx, const ImportRow& row,
                              const std::vector<AssetKey>& keys) {
  std::set<AssetKey> kept;
  const AssetKeyColumns columns = SplitAssetKeys(keys);
  for (const auto& found :
       tx.Run("SELECT a.collective_id, a.display_name FROM registry.import_asset a"
              " JOIN unnest($3::uuid[], $4::text[]) AS k (keeper, name)"
              "  ON a.collective_id = k.keeper AND a.display_name = k.name"
              " WHERE a.county_id = $1 AND a.import_id = $2",
              row.county, row.id, pg::Array(columns.keepers), pg::Array(columns.names))) {
    kept.insert(KeyIn(found));
  }
  return kept;
}

std::multimap<AssetKey, AssetTableRow> LoadSameAssets(pg::Transaction& tx, CountyId county,
                                                      const std::vector<AssetKey>& keys) {
  std::multimap<AssetKey, AssetTableRow> assets;
  const AssetKeyColumns columns = SplitAssetKeys(keys);
  for (const auto& row :
       tx.Run("SELECT a.collective_id, a.display_name, a.asset_class, a.right_type, a.measure,"
              "  a.quantity_e3, a.book_value_fen, a.site, a.parcel_code, a.contract_code,"
              "  a.unit_number, a.state"
              " FROM registry.asset a JOIN unnest($2::uuid[], $3::text[]) AS k (keeper, name)"
              "  ON a.collective_id = k.keeper AND a.display_name = k.name"
              " WHERE a.county_id = $1 AND a.state <> 6",
              county, pg::Array(columns.keepers), pg::Array(columns.names))) {
    assets.emplace(
        KeyIn(row),
        AssetTableRow{.name = pg::Get<std::string>(row, "display_name"),
                      .asset_class = static_cast<AssetClass>(pg::Get<int>(row, "asset_class")),
                      .right = static_cast<RightType>(pg::Get<int>(row, "right_type")),
                      .measure = static_cast<Measure>(pg::Get<int>(row, "measure") - 1),
                      .quantity_e3 = pg::Get<std::int64_t>(row, "quantity_e3"),
                      .book_value_fen = pg::Get<std::int64_t>(row, "book_value_fen"),
                      .site = pg::Get<std::string>(row, "site"),
                      .parcel_code = pg::Get<std::string>(row, "parcel_code"),
                      .contract_code = pg::Get<std::string>(row, "contract_code"),
                      .unit_number = pg::Get<std::string>(row, "unit_number"),
                      .state = static_cast<AssetState>(pg::Get<int>(row, "state"))});
  }
  return assets;
}

std::int64_t CountStaleAssets(pg::Transaction& tx, const ImportRow& row) {
  tx.Run(
      "SELECT c.id FROM registry.collective c WHERE c.county_id = $1"
      "  AND c.id IN (SELECT a.collective_id FROM registry.import_asset a"
      "   WHERE a.county_id = $1 AND a.import_id = $2 AND a.standing = 1)"
      " ORDER BY c.id FOR NO KEY UPDATE",
      row.county, row.id);
  const auto rows = tx.Run(
      "SELECT count(*) AS assets FROM registry.import_asset a"
      " JOIN registry.collective c ON c.county_id = a.county_id AND c.id = a.collective_id"
      " WHERE a.county_id = $1 AND a.import_id = $2 AND a.standing = 1"
      "  AND (c.state <> 1 OR c.org_path <> a.org_path OR EXISTS ("
      "   SELECT FROM registry.asset o WHERE o.county_id = a.county_id"
      "    AND o.collective_id = a.collective_id AND o.display_name = a.display_name"
      "    AND o.state <> 6))",
      row.county, row.id);
  return pg::Get<std::int64_t>(rows[0], "assets");
}

void LoadReadyAssets(pg::Transaction& tx, const ImportRow& row, Time now) {
  tx.Run(
      "INSERT INTO registry.asset (county_id, id, collective_id, org_path, asset_class, right_type,"
      "  display_name, search_terms, measure, quantity_e3, book_value_fen, site, parcel_code,"
      "  contract_code, unit_number, state, idle_since, create_time, update_time, version)"
      " SELECT county_id, id, collective_id, org_path, asset_class, right_type, display_name,"
      "  search_terms, measure, quantity_e3, book_value_fen, site, parcel_code, contract_code,"
      "  unit_number, 1, $3, $4, $4, 1"
      " FROM registry.import_asset WHERE county_id = $1 AND import_id = $2 AND standing = 1",
      row.county, row.id, BeginningOf(row.effective_date), now);
  ForgetPlans(tx);
  tx.Run(
      "INSERT INTO registry.asset_owner (county_id, asset_id, position, collective_id, numerator,"
      "  denominator)"
      " SELECT county_id, id, 1, collective_id, 1, 1 FROM registry.import_asset"
      " WHERE county_id = $1 AND import_id = $2 AND standing = 1",
      row.county, row.id);
  // An asset's event has the asset's id: it is the first.
  tx.Run(
      "INSERT INTO registry.asset_event (county_id, asset_id, id, version, kind, state,"
      "  quantity_e3, collective_id, reason, cause, account_id, event_time)"
      " SELECT county_id, id, id, 1, 1, 1, quantity_e3, collective_id, left($3, 200), $4, $5, $6"
      " FROM registry.import_asset WHERE county_id = $1 AND import_id = $2 AND standing = 1",
      row.county, row.id, row.ground, ImportName(row.county, row.id), row.maker, now);
}

}  // namespace qianmo::registry
