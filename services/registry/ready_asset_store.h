// Assets of an import on their way: kept ready as rows that only wait to be copied into their
// places, and their arrival.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "registry/domain/asset_row.h"
#include "registry/import_place_store.h"
#include "registry/import_store.h"

namespace qianmo::registry {

// An asset by who keeps it, and its name.
using AssetKey = std::pair<Uuid, std::string>;

struct ReadyAsset {
  AssetTableRow asset;
  ImportPlace place;
  Standing standing;
};
void KeepReadyAssets(pg::Transaction& tx, const ImportRow& row,
                     const std::vector<ReadyAsset>& assets, Time now);

// Those of these that the import has already.
std::set<AssetKey> KeptAssets(pg::Transaction& tx, const ImportRow& row,
                              const std::vector<AssetKey>& keys);
// What the registry has under these names and has not retired; without lines.
std::multimap<AssetKey, AssetTableRow> LoadSameAssets(pg::Transaction& tx, CountyId county,
                                                      const std::vector<AssetKey>& keys);

// How many of the ready ones no longer fit: their collective has ended or moved, or has an asset of
// that name now. Lets nobody end or move the collectives, nor register assets there, until the
// transaction ends.
std::int64_t CountStaleAssets(pg::Transaction& tx, const ImportRow& row);
// In one transaction and a few statements.
void LoadReadyAssets(pg::Transaction& tx, const ImportRow& row, Time now);

}  // namespace qianmo::registry
