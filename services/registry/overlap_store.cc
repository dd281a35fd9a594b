#include "registry/overlap_store.h"

#include <map>
#include <set>

#include "registry/file_link_store.h"

namespace qianmo::registry {
namespace {

// Who overlaps whom by how much, both ways round.
using Overlaps = std::map<std::pair<ParcelId, ParcelId>, SquareMetres>;

Overlaps FindOverlaps(pg::Transaction& tx, CountyId county, const std::vector<ParcelId>& ids) {
  const auto rows = tx.Run(
      "SELECT p.id, q.id AS other_id, least(p.area_e2, q.area_e2) AS smaller,"
      "  round(postgis.ST_Area(postgis.ST_CollectionExtract("
      "   postgis.ST_Intersection(p.boundary, q.boundary), 3)::postgis.geography)::numeric * 100"
      "  )::bigint AS common"
      " FROM registry.parcel p"
      " JOIN registry.parcel q ON q.county_id = p.county_id"
      "  AND q.boundary OPERATOR(postgis.&&) p.boundary"
      "  AND q.collective_id <> p.collective_id AND q.retire_time IS NULL"
      "  AND postgis.ST_Intersects(q.boundary, p.boundary)"
      " WHERE p.county_id = $1 AND p.id = ANY ($2::uuid[]) AND p.retire_time IS NULL",
      county, pg::Array(ids));
  Overlaps overlaps;
  for (const auto& row : rows) {
    const SquareMetres common(pg::Get<std::int64_t>(row, "common"));
    if (IsSliver(common, SquareMetres(pg::Get<std::int64_t>(row, "smaller")))) continue;
    const auto id = pg::Get<ParcelId>(row, "id");
    const auto other = pg::Get<ParcelId>(row, "other_id");
    overlaps[{id, other}] = common;
    overlaps[{other, id}] = common;
  }
  return overlaps;
}

struct OverlapColumns {
  std::vector<ParcelId> ids, others;
  std::vector<std::int64_t> areas;
};

OverlapColumns ColumnsOf(const Overlaps& overlaps) {
  OverlapColumns columns;
  for (const auto& [pair, area] : overlaps) {
    columns.ids.push_back(pair.first);
    columns.others.push_back(pair.second);
    columns.areas.push_back(area.count());
  }
  return columns;
}

// A parcel has the evidence by which its boundary is right, as long as it counts.
void HangEvidence(pg::Transaction& tx, CountyId county, ParcelId id) {
  std::vector<Uuid> files;
  for (const auto& row :
       tx.Run("SELECT evidence_id FROM registry.parcel_overlap"
              " WHERE county_id = $1 AND parcel_id = $2 AND evidence_id IS NOT NULL",
              county, id)) {
    files.push_back(pg::Get<Uuid>(row, "evidence_id"));
  }
  HangFiles(tx, county, {FileObjectKind::kParcel, id.uuid}, files);
}

// Those whose overlap with one of `ids` is gone.
std::set<ParcelId> RemoveOthers(pg::Transaction& tx, CountyId county,
                                const std::vector<ParcelId>& ids, const OverlapColumns& now) {
  const auto gone = tx.Run(
      "DELETE FROM registry.parcel_overlap o"
      " WHERE o.county_id = $1"
      "  AND (o.parcel_id = ANY ($2::uuid[]) OR o.other_id = ANY ($2::uuid[]))"
      "  AND NOT EXISTS (SELECT FROM unnest($3::uuid[], $4::uuid[]) AS n (id, other_id)"
      "                  WHERE n.id = o.parcel_id AND n.other_id = o.other_id)"
      " RETURNING o.parcel_id, o.evidence_id IS NOT NULL AS evident",
      county, pg::Array(ids), pg::Array(now.ids), pg::Array(now.others));
  std::set<ParcelId> parcels, evident;
  for (const auto& row : gone) {
    const auto id = pg::Get<ParcelId>(row, "parcel_id");
    parcels.insert(id);
    if (pg::Get<bool>(row, "evident")) evident.insert(id);
  }
  for (const ParcelId id : evident) HangEvidence(tx, county, id);
  return parcels;
}

// Whether a parcel is disputed follows from its overlaps.
void SettleStates(pg::Transaction& tx, CountyId county, const std::set<ParcelId>& ids, Time now) {
  tx.Run(
      "UPDATE registry.parcel p"
      " SET disputed = s.disputed, update_time = $3, version = p.version + 1"
      " FROM (SELECT q.id, q.retire_time IS NULL AND EXISTS ("
      "        SELECT FROM registry.parcel_overlap o WHERE o.county_id = q.county_id"
      "         AND o.parcel_id = q.id AND o.confirm_person IS NULL) AS disputed"
      "       FROM registry.parcel q WHERE q.county_id = $1 AND q.id = ANY ($2::uuid[])"
      "       ORDER BY q.id FOR NO KEY UPDATE) AS s"
      " WHERE p.county_id = $1 AND p.id = s.id AND p.disputed <> s.disputed",
      county, pg::Array(std::vector<ParcelId>(ids.begin(), ids.end())), now);
}

}  // namespace

void ReexamineOverlaps(pg::Transaction& tx, CountyId county, const std::vector<ParcelId>& ids,
                       Time now) {
  const OverlapColumns found = ColumnsOf(FindOverlaps(tx, county, ids));
  std::set<ParcelId> concerned = RemoveOthers(tx, county, ids, found);
  tx.Run(
      "INSERT INTO registry.parcel_overlap (county_id, parcel_id, other_id, area_e2,"
      "  confirm_reason)"
      " SELECT $1, id, other_id, area, ''"
      " FROM unnest($2::uuid[], $3::uuid[], $4::bigint[]) AS n (id, other_id, area)"
      " ON CONFLICT (county_id, parcel_id, other_id) DO UPDATE SET area_e2 = EXCLUDED.area_e2",
      county, pg::Array(found.ids), pg::Array(found.others), pg::Array(found.areas));
  concerned.insert(ids.begin(), ids.end());
  concerned.insert(found.ids.begin(), found.ids.end());
  SettleStates(tx, county, concerned, now);
}

void ForgetConfirmations(pg::Transaction& tx, CountyId county, ParcelId id) {
  tx.Run(
      "UPDATE registry.parcel_overlap SET confirm_person = NULL, confirm_account_id = NULL,"
      "  confirm_time = NULL, confirm_reason = '', evidence_id = NULL"
      " WHERE county_id = $1 AND parcel_id = $2",
      county, id);
  HangEvidence(tx, county, id);
}

std::optional<BoundaryDispute> FindDispute(pg::Transaction& tx, CountyId county, ParcelId id,
                                           ParcelId other) {
  const auto rows = tx.Run(
      "SELECT p.surveyor, q.surveyor AS other_surveyor, o.confirm_person IS NOT NULL AS confirmed,"
      "  b.confirm_person IS NOT NULL AS other_confirmed"
      " FROM registry.parcel_overlap o"
      " JOIN registry.parcel_overlap b ON b.county_id = o.county_id AND b.parcel_id = o.other_id"
      "  AND b.other_id = o.parcel_id"
      " JOIN registry.parcel p ON p.county_id = o.county_id AND p.id = o.parcel_id"
      " JOIN registry.parcel q ON q.county_id = o.county_id AND q.id = o.other_id"
      " WHERE o.county_id = $1 AND o.parcel_id = $2 AND o.other_id = $3",
      county, id, other);
  if (rows.empty()) return std::nullopt;
  return BoundaryDispute{.surveyor = pg::Get<Uuid>(rows[0], "surveyor"),
                         .other_surveyor = pg::Get<Uuid>(rows[0], "other_surveyor"),
                         .confirmed = pg::Get<bool>(rows[0], "confirmed"),
                         .other_confirmed = pg::Get<bool>(rows[0], "other_confirmed")};
}

void ConfirmOverlap(pg::Transaction& tx, CountyId county, ParcelId id, ParcelId other,
                    const Confirmation& confirmation, Time now) {
  tx.Run(
      "UPDATE registry.parcel_overlap SET confirm_person = $4, confirm_account_id = $5,"
      "  confirm_time = $6, confirm_reason = $7, evidence_id = $8"
      " WHERE county_id = $1 AND parcel_id = $2 AND other_id = $3",
      county, id, other, confirmation.person, confirmation.account, now, confirmation.reason,
      confirmation.evidence);
  HangEvidence(tx, county, id);
  SettleStates(tx, county, {id}, now);
}

}  // namespace qianmo::registry
