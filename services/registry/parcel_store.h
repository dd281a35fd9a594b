// Parcels in the database: their boundaries, and how they are read and changed. What happens where
// they overlap is in overlap_store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pg/transaction.h"
#include "qianmo/registry/v1/parcels.pb.h"
#include "registry/domain/asset.h"
#include "registry/domain/parcel.h"

namespace qianmo::registry {

struct ParcelRow {
  ParcelId id;
  Uuid collective;
  std::string org_path;
  bool retired = false;
  MapBox box;
  std::int64_t version = 0;
};

// What people say of a parcel, but for its boundary.
struct ParcelDraft {
  std::optional<AssetId> asset;
  std::string display_name;
  std::string code;
  Area declared;
};

// A boundary as PostGIS sees it.
struct DrawnBoundary {
  std::string wkt;
  SquareMetres area;
};

// Refuses BOUNDARY_SHAPE_INVALID with what PostGIS has to say, and BOUNDARY_TOO_SMALL.
Result<DrawnBoundary> Draw(pg::Transaction& tx, std::string_view field, const Boundary& boundary);

// Until the transaction ends nobody else changes a parcel in these squares of the map. To be asked
// before any parcel is locked, and once.
void HoldCells(pg::Transaction& tx, CountyId county, std::vector<int> cells);

std::string ParcelName(CountyId county, ParcelId id);  // "counties/7/parcels/0192…"

std::optional<ParcelRow> FindParcel(pg::Transaction& tx, CountyId county, ParcelId id);
// The same, held until the transaction ends.
std::optional<ParcelRow> LockParcel(pg::Transaction& tx, CountyId county, ParcelId id);

struct NewParcel {
  ParcelId id;
  Uuid collective;
  std::string org_path;
  ParcelDraft draft;
  DrawnBoundary drawn;
  Uuid surveyor;
};
void InsertParcel(pg::Transaction& tx, CountyId county, const NewParcel& parcel, Time now);
void SaveParcel(pg::Transaction& tx, CountyId county, ParcelId id, const ParcelDraft& draft,
                Time now);
// The person has drawn it anew.
void SaveBoundary(pg::Transaction& tx, CountyId county, ParcelId id, const DrawnBoundary& drawn,
                  const Uuid& surveyor, Time now);
void SetParcelRetired(pg::Transaction& tx, CountyId county, ParcelId id, std::string_view reason,
                      Time now);

// With boundary and overlaps. It must exist.
v1::Parcel ReadParcel(pg::Transaction& tx, CountyId county, ParcelId id);

struct ParcelQuery {
  CountyId county;
  std::vector<std::string> within;      // the paths that the caller reaches
  std::optional<std::string> org_path;  // and of those, this one and what is below it
  std::optional<AssetId> asset;
  v1::Parcel::State state = v1::Parcel::STATE_UNSPECIFIED;
  std::optional<Uuid> after;
  int limit = 0;
};
// Oldest first, without boundaries and overlaps.
google::protobuf::RepeatedPtrField<v1::Parcel> ListParcelsOf(pg::Transaction& tx,
                                                             const ParcelQuery& query);

}  // namespace qianmo::registry
