#include "registry/asset_carry.h"

#include "registry/asset_move_store.h"

namespace qianmo::registry {
namespace {

AssetMove AssetMoveOf(const Carry& carry) {
  return {.county = carry.county,
          .from = carry.from.uuid,
          .to = carry.to.uuid,
          .to_path = carry.to_path.text(),
          .cause = carry.cause,
          .account = carry.account,
          .now = carry.now};
}

}  // namespace

Result<Done> CarryAllAssets(pg::Transaction& tx, const Carry& carry) {
  if (carry.from != carry.to) QM_TRY(MoveAssets(tx, AssetMoveOf(carry)));
  // What is kept by those below it.
  RehomeAssets(tx, carry.county, carry.from_path.text(), carry.to_path.text());
  return Done{};
}

Result<Done> CarrySomeAssets(pg::Transaction& tx, const Carry& carry, const PartItems& items) {
  if (items.assets.empty() && items.parcels.empty()) return Done{};
  AssetMove move = AssetMoveOf(carry);
  move.only.emplace();
  for (const Uuid& id : items.assets) move.only->assets.push_back(AssetId{id});
  for (const Uuid& id : items.parcels) move.only->parcels.push_back(ParcelId{id});
  return MoveAssets(tx, move);
}

}  // namespace qianmo::registry
