#include "registry/parcel_store.h"

#include <algorithm>

#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/domain/parcel_refusals.h"

namespace qianmo::registry {
namespace {

constexpr pg::ListTable kParcels = {.name = "registry.parcel",
                                    .alias = "p",
                                    .columns = "org_path, asset_id, disputed, retire_time"};

// The columns of a Parcel `p`, but for its boundary and its overlaps.
constexpr char kParcelColumns[] = R"(
  SELECT 'counties/' || p.county_id || '/parcels/' || p.id AS name,
    'counties/' || p.county_id || '/collectives/' || p.collective_id AS collective,
    'counties/' || p.county_id || '/assets/' || p.asset_id AS asset, p.display_name, p.code,
    p.declared_area_e3 AS declared_area_mu_e3, p.area_e2 AS area_square_metre_e2,
    CASE WHEN p.retire_time IS NOT NULL THEN 3 WHEN p.disputed THEN 2 ELSE 1 END AS state,
    p.retire_reason, p.create_time, p.update_time, p.version AS etag)";

constexpr char kShapeColumns[] = R"(,
    postgis.ST_AsGeoJSON(p.boundary, 9, 0) AS boundary,
    (SELECT json_agg(json_build_object(
       'parcel', 'counties/' || q.county_id || '/parcels/' || q.id,
       'display_name', q.display_name,
       'collective', 'counties/' || q.county_id || '/collectives/' || q.collective_id,
       'area_square_metre_e2', o.area_e2, 'confirmed', o.confirm_person IS NOT NULL)
       ORDER BY q.id)
     FROM registry.parcel_overlap o
     JOIN registry.parcel q ON q.county_id = o.county_id AND q.id = o.other_id
     WHERE o.county_id = p.county_id AND o.parcel_id = p.id) AS overlaps)";

constexpr char kFromParcels[] = " FROM registry.parcel p WHERE p.county_id = $1";

// A hair wider than the boundary, so that no rounding leaves a square of the map out.
constexpr char kParcelFacts[] = R"(
  SELECT id, collective_id, org_path, retire_time IS NOT NULL AS retired, version,
    floor(postgis.ST_XMin(boundary)::numeric * 1000000000)::bigint - 2 AS west,
    floor(postgis.ST_YMin(boundary)::numeric * 1000000000)::bigint - 2 AS south,
    ceil(postgis.ST_XMax(boundary)::numeric * 1000000000)::bigint + 2 AS east,
    ceil(postgis.ST_YMax(boundary)::numeric * 1000000000)::bigint + 2 AS north
  FROM registry.parcel WHERE county_id = $1 AND id = $2)";

std::optional<ParcelRow> ReadParcelFacts(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  return ParcelRow{.id = pg::Get<ParcelId>(row, "id"),
                   .collective = pg::Get<Uuid>(row, "collective_id"),
                   .org_path = pg::Get<std::string>(row, "org_path"),
                   .retired = pg::Get<bool>(row, "retired"),
                   .box = {pg::Get<std::int64_t>(row, "west"), pg::Get<std::int64_t>(row, "south"),
                           pg::Get<std::int64_t>(row, "east"), pg::Get<std::int64_t>(row, "north")},
                   .version = pg::Get<std::int64_t>(row, "version")};
}

// What follows from the two areas.
void FillAreas(v1::Parcel* parcel) {
  const SquareMetres drawn(parcel->area_square_metre_e2());
  parcel->set_area_mu_e3(ToArea(drawn).count());
  parcel->set_area_differs(AreaDiffers(drawn, Area(parcel->declared_area_mu_e3())));
}

}  // namespace

Result<DrawnBoundary> Draw(pg::Transaction& tx, std::string_view field, const Boundary& boundary) {
  DrawnBoundary drawn{.wkt = ToWkt(boundary), .area = {}};
  const auto rows = tx.Run(
      "SELECT postgis.ST_IsValid(shape) AS valid, postgis.ST_IsValidReason(shape) AS reason,"
      "  round(postgis.ST_Area(shape::postgis.geography)::numeric * 100)::bigint AS area"
      " FROM postgis.ST_GeomFromText($1, 4490) AS shape",
      drawn.wkt);
  if (!pg::Get<bool>(rows[0], "valid")) {
    return refusals::BoundaryShapeInvalid(field, pg::Get<std::string>(rows[0], "reason"));
  }
  drawn.area = SquareMetres(pg::Get<std::int64_t>(rows[0], "area"));
  QM_TRY(CheckSize(field, drawn.area));
  return drawn;
}

void HoldCells(pg::Transaction& tx, CountyId county, std::vector<int> cells) {
  // Always in the same order, so that two who hold several never wait for each other.
  std::ranges::sort(cells);
  const auto end = std::ranges::unique(cells).begin();
  cells.erase(end, cells.end());
  tx.Run(
      "INSERT INTO registry.map_cell (county_id, cell, changes)"
      " SELECT $1, cell, 1 FROM unnest($2::integer[]) WITH ORDINALITY AS c (cell, n) ORDER BY n"
      " ON CONFLICT (county_id, cell) DO UPDATE SET changes = map_cell.changes + 1",
      county, pg::Array(cells));
}

std::string ParcelName(CountyId county, ParcelId id) {
  return "counties/" + std::to_string(county.number) + "/parcels/" + id.ToString();
}

std::optional<ParcelRow> FindParcel(pg::Transaction& tx, CountyId county, ParcelId id) {
  return ReadParcelFacts(tx.Run(kParcelFacts, county, id));
}

std::optional<ParcelRow> LockParcel(pg::Transaction& tx, CountyId county, ParcelId id) {
  return ReadParcelFacts(tx.Run(std::string(kParcelFacts) + " FOR NO KEY UPDATE", county, id));
}

void InsertParcel(pg::Transaction& tx, CountyId county, const NewParcel& parcel, Time now) {
  tx.Run(
      "INSERT INTO registry.parcel (county_id, id, collective_id, org_path, asset_id, display_name,"
      "  code, declared_area_e3, area_e2, boundary, surveyor, disputed, retire_reason, create_time,"
      "  update_time, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
      "  postgis.ST_ForcePolygonCCW(postgis.ST_GeomFromText($10, 4490)), $11, false, '', $12, $12,"
      "  1)",
      county, parcel.id, parcel.collective, parcel.org_path, parcel.draft.asset,
      parcel.draft.display_name, parcel.draft.code, parcel.draft.declared.count(),
      parcel.drawn.area.count(), parcel.drawn.wkt, parcel.surveyor, now);
}

void SaveParcel(pg::Transaction& tx, CountyId county, ParcelId id, const ParcelDraft& draft,
                Time now) {
  tx.Run(
      "UPDATE registry.parcel SET asset_id = $3, display_name = $4, code = $5,"
      "  declared_area_e3 = $6, update_time = $7, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, draft.asset, draft.display_name, draft.code, draft.declared.count(), now);
}

void SaveBoundary(pg::Transaction& tx, CountyId county, ParcelId id, const DrawnBoundary& drawn,
                  const Uuid& surveyor, Time now) {
  tx.Run(
      "UPDATE registry.parcel"
      " SET boundary = postgis.ST_ForcePolygonCCW(postgis.ST_GeomFromText($3, 4490)),"
      "  area_e2 = $4, surveyor = $5, update_time = $6, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, drawn.wkt, drawn.area.count(), surveyor, now);
}

void SetParcelRetired(pg::Transaction& tx, CountyId county, ParcelId id, std::string_view reason,
                      Time now) {
  tx.Run(
      "UPDATE registry.parcel SET retire_time = $3, retire_reason = $4, disputed = false,"
      "  update_time = $3, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, now, reason);
}

v1::Parcel ReadParcel(pg::Transaction& tx, CountyId county, ParcelId id) {
  const std::string sql =
      std::string(kParcelColumns) + kShapeColumns + kFromParcels + " AND p.id = $2";
  v1::Parcel parcel = pg::ReadOne<v1::Parcel>(tx.Run(sql, county, id)).value();
  FillAreas(&parcel);
  return parcel;
}

google::protobuf::RepeatedPtrField<v1::Parcel> ListParcelsOf(pg::Transaction& tx,
                                                             const ParcelQuery& query) {
  pg::ListStatement list(kParcels, query.county);
  list.Within(query.within);
  if (query.org_path) list.Within({*query.org_path});
  if (query.asset) list.WhereFew("p.asset_id = " + list.Bind(*query.asset));
  switch (query.state) {
    case v1::Parcel::STATE_ACTIVE:
      list.Where("p.retire_time IS NULL AND NOT p.disputed");
      break;
    case v1::Parcel::STATE_DISPUTED:
      list.Where("p.disputed");
      break;
    case v1::Parcel::STATE_RETIRED:
      list.Where("p.retire_time IS NOT NULL");
      break;
    default:
      break;
  }
  list.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Parcel> parcels;
  pg::ReadAll(list.Run(tx, std::string(kParcelColumns) + kFromParcels, query.limit), &parcels);
  for (auto& parcel : parcels) FillAreas(&parcel);
  return parcels;
}

}  // namespace qianmo::registry
