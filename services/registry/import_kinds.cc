#include "registry/import_kinds.h"

#include "registry/asset_check.h"
#include "registry/household_check.h"
#include "registry/household_loading_store.h"
#include "registry/ready_asset_store.h"

namespace qianmo::registry {

const ImportTrade& TradeOf(ImportKind kind) {
  static const ImportTrade households{
      .columns = HouseholdColumns,
      .check = CheckHouseholds,
      .count_stale = CountStaleHouseholds,
      .load = [](pg::Transaction& tx, const ImportRow& row, Time now) {
        LoadReadyHouseholds(tx, row, now);
        LoadReadyUnits(tx, row, now);
      }};
  static const ImportTrade assets{.columns = AssetColumns,
                                  .check = CheckAssets,
                                  .count_stale = CountStaleAssets,
                                  .load = LoadReadyAssets};
  return kind == ImportKind::kHouseholds ? households : assets;
}

}  // namespace qianmo::registry
