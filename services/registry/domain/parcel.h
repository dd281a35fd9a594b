// The rules of parcels: how large they may be, when two of them claim the same ground, and which
// squares of the map a change of one concerns.
#pragma once

#include <string_view>
#include <vector>

#include "base/area.h"
#include "base/id.h"
#include "registry/domain/geojson.h"

namespace qianmo::registry {

using ParcelId = Id<struct ParcelTag>;

// Corners included, in billionths of a degree.
struct MapBox {
  std::int64_t west = 0;
  std::int64_t south = 0;
  std::int64_t east = 0;
  std::int64_t north = 0;
};
MapBox BoxOf(const Boundary& boundary);

// Refuses BOUNDARY_TOO_LARGE for what is longer than half a degree, some 50 km.
Result<Done> CheckExtent(std::string_view field, const MapBox& box);
// Refuses BOUNDARY_TOO_SMALL for less than a square metre.
Result<Done> CheckSize(std::string_view field, SquareMetres area);

// The squares of a twentieth of a degree that a box touches, in order: parcels that overlap share
// one.
std::vector<int> CellsOf(const MapBox& box);

// Whether a boundary and what the books say differ by more than 5 %.
bool AreaDiffers(SquareMetres drawn, Area declared);

// What two parcels have in common without being disputed: up to 1 m², or a thousandth of the
// smaller one, because no two surveys meet exactly.
bool IsSliver(SquareMetres common, SquareMetres smaller);

// Two parcels that overlap, as the one whose boundary is to be confirmed sees it.
struct BoundaryDispute {
  Uuid surveyor;        // who drew this one
  Uuid other_surveyor;  // who drew the other one
  bool confirmed = false;
  bool other_confirmed = false;
};
// Refuses OVERLAP_SETTLED, SAME_PERSON.
Result<Done> DecideConfirmBoundary(const BoundaryDispute& dispute, const Uuid& person);

// A square of a web map (XYZ). Refuses TILE_NOT_FOUND.
Result<Done> CheckTile(int zoom, int column, int row);

}  // namespace qianmo::registry
