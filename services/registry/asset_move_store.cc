#include "registry/asset_move_store.h"

#include <algorithm>

#include "registry/count_store.h"
#include "registry/domain/asset_refusals.h"
#include "registry/domain/parcel_refusals.h"
#include "registry/overlap_store.h"
#include "registry/parcel_store.h"

namespace qianmo::registry {
namespace {

using Some = AssetMove::Some;

// The assets that go, held.
Result<std::vector<AssetId>> HoldMoving(pg::Transaction& tx, const AssetMove& move) {
  std::vector<AssetId> ids;
  for (const auto& row :
       tx.Run("SELECT id FROM registry.asset WHERE county_id = $1 AND collective_id = $2"
              "  AND ($3 OR id = ANY ($4::uuid[])) ORDER BY id FOR NO KEY UPDATE",
              move.county, move.from, !move.only, pg::Array(move.only.value_or(Some()).assets))) {
    ids.push_back(pg::Get<AssetId>(row, "id"));
  }
  if (move.only && ids.size() != move.only->assets.size()) return refusals::AssetNotFound();
  return ids;
}

// The parcels that go: those of the assets that do, and those without an asset that are named, or
// all of them.
std::vector<ParcelRow> MovingParcels(pg::Transaction& tx, const AssetMove& move) {
  const Some only = move.only.value_or(Some());
  std::vector<ParcelRow> parcels;
  for (const auto& row : tx.Run(
           "SELECT id FROM registry.parcel WHERE county_id = $1 AND collective_id = $2"
           "  AND ($3 OR asset_id = ANY ($4::uuid[])"
           "       OR asset_id IS NULL AND id = ANY ($5::uuid[])) ORDER BY id",
           move.county, move.from, !move.only, pg::Array(only.assets), pg::Array(only.parcels))) {
    parcels.push_back(*FindParcel(tx, move.county, pg::Get<ParcelId>(row, "id")));
  }
  return parcels;
}

void HoldTheirCells(pg::Transaction& tx, CountyId county, const std::vector<ParcelRow>& parcels) {
  std::vector<int> cells;
  for (const ParcelRow& parcel : parcels) {
    const auto of_one = CellsOf(parcel.box);
    cells.insert(cells.end(), of_one.begin(), of_one.end());
  }
  if (!cells.empty()) HoldCells(tx, county, cells);
}

// What goes, with the squares of the map where it lies.
struct Moving {
  std::vector<AssetId> assets;
  std::vector<ParcelId> parcels;
};
Result<Moving> HoldAll(pg::Transaction& tx, const AssetMove& move) {
  // Squares before assets, as whoever draws. Only then is it sure which parcels there are.
  HoldTheirCells(tx, move.county, MovingParcels(tx, move));
  Moving moving;
  QM_ASSIGN(moving.assets, HoldMoving(tx, move));
  const auto parcels = MovingParcels(tx, move);
  HoldTheirCells(tx, move.county, parcels);
  for (const ParcelRow& parcel : parcels) moving.parcels.push_back(parcel.id);
  for (const ParcelId& id : move.only.value_or(Some()).parcels) {
    if (std::ranges::find(moving.parcels, id) == moving.parcels.end()) {
      return refusals::ParcelNotFound();
    }
  }
  return moving;
}

// Also of assets that others keep, where everything goes.
void PassOnParts(pg::Transaction& tx, const AssetMove& move, const std::vector<AssetId>& assets) {
  const auto owned = tx.Run(
      "SELECT DISTINCT asset_id FROM registry.asset_owner"
      " WHERE county_id = $1 AND collective_id = $2 AND ($3 OR asset_id = ANY ($4::uuid[]))",
      move.county, move.from, !move.only, pg::Array(assets));
  for (const auto& row : owned) {
    const auto id = pg::Get<AssetId>(row, "asset_id");
    SaveOwners(tx, move.county, id,
               WithSuccessor(OwnersOf(tx, move.county, id), move.from, move.to));
  }
}

void MoveRows(pg::Transaction& tx, const AssetMove& move, const std::vector<AssetId>& assets,
              const std::vector<ParcelId>& parcels) {
  tx.Run(
      "UPDATE registry.asset SET collective_id = $3, org_path = $4, update_time = $5,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = ANY ($2::uuid[])",
      move.county, pg::Array(assets), move.to, move.to_path, move.now);
  std::vector<Uuid> events;
  for (std::size_t i = 0; i < assets.size(); ++i) events.push_back(Uuid::Make(move.now));
  tx.Run(
      "INSERT INTO registry.asset_event (county_id, asset_id, id, version, kind, state,"
      "  quantity_e3, collective_id, reason, cause, account_id, event_time)"
      " SELECT a.county_id, a.id, n.event_id, a.version, $4, a.state, a.quantity_e3,"
      "  a.collective_id, $5, $6, $7, $8"
      " FROM unnest($2::uuid[], $3::uuid[]) AS n (asset_id, event_id)"
      " JOIN registry.asset a ON a.county_id = $1 AND a.id = n.asset_id",
      move.county, pg::Array(assets), pg::Array(events),
      static_cast<int>(v1::AssetEvent::KIND_MOVED), move.reason, move.cause, move.account,
      move.now);
  tx.Run(
      "UPDATE registry.parcel SET collective_id = $3, org_path = $4, update_time = $5,"
      "  version = version + 1"
      " WHERE county_id = $1 AND id = ANY ($2::uuid[])",
      move.county, pg::Array(parcels), move.to, move.to_path, move.now);
  tx.Run(
      "UPDATE registry.recovery_case SET org_path = $3"
      " WHERE county_id = $1 AND asset_id = ANY ($2::uuid[])",
      move.county, pg::Array(assets), move.to_path);
}

}  // namespace

Result<Done> MoveAssets(pg::Transaction& tx, const AssetMove& move) {
  for (const Uuid& collective : {move.from, move.to}) {
    const auto count = FindOpenCount(tx, move.county, collective);
    if (count) return refusals::CountUnderWay(CountName(move.county, *count));
  }
  QM_ASSIGN(const Moving moving, HoldAll(tx, move));
  PassOnParts(tx, move, moving.assets);
  MoveRows(tx, move, moving.assets, moving.parcels);
  ReexamineOverlaps(tx, move.county, moving.parcels, move.now);
  if (move.only) return Done{};
  // Of those that are over; they are the heir's to read.
  tx.Run(
      "UPDATE registry.count_session SET org_path = $3 WHERE county_id = $1 AND collective_id = $2",
      move.county, move.from, move.to_path);
  return Done{};
}

void RehomeAssets(pg::Transaction& tx, CountyId county, const std::string& old_path,
                  const std::string& new_path) {
  std::string end = old_path;
  ++end.back();
  for (const char* table : {"asset", "parcel", "count_session", "recovery_case"}) {
    tx.Run("UPDATE registry." + std::string(table) +
               " SET org_path = $4 || substr(org_path, length($2) + 1)"
               " WHERE county_id = $1 AND org_path ~>=~ $2 AND org_path ~<~ $3",
           county, old_path, end, new_path);
  }
}

}  // namespace qianmo::registry
