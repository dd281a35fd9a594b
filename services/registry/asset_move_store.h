// What happens to assets, parcels, counts and recovery cases when collectives merge, split, or move
// below another one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pg/transaction.h"
#include "registry/asset_store.h"
#include "registry/domain/parcel.h"

namespace qianmo::registry {

struct AssetMove {
  CountyId county;
  Uuid from;
  Uuid to;
  std::string to_path;
  // What a split gives to this heir, parcels being those without an asset; without it everything.
  struct Some {
    std::vector<AssetId> assets = {};
    std::vector<ParcelId> parcels = {};
  };
  std::optional<Some> only = {};
  std::string reason = {};
  std::string cause = {};  // the change behind it
  std::optional<Uuid> account = {};
  Time now;
};

// Assets follow their keeper's heir, with their parcels, owners' parts and recovery cases; whoever
// owned a part of another's asset passes it on as well, and the parts of each asset are still 1.
// Whose parcels overlap is found anew. Refuses COUNT_UNDER_WAY, ASSET_NOT_FOUND, PARCEL_NOT_FOUND.
Result<Done> MoveAssets(pg::Transaction& tx, const AssetMove& move);

// Whatever lies below `old_path` lies below `new_path` from now on.
void RehomeAssets(pg::Transaction& tx, CountyId county, const std::string& old_path,
                  const std::string& new_path);

}  // namespace qianmo::registry
