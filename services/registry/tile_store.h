// The map in squares, as vector tiles.
#pragma once

#include <string>
#include <vector>

#include "pg/transaction.h"

namespace qianmo::registry {

// A square holds at most so many bytes; where there is more, the smallest parcels are left out.
inline constexpr std::size_t kMostTileBytes = 1 << 20;

struct TileQuery {
  CountyId county;
  std::vector<std::string> within;  // the paths that the caller reaches
  int zoom = 0;
  int column = 0;
  int row = 0;
};
// Mapbox's format, version 2, with the layer "parcels": id, collective, asset, asset_state,
// disputed. "" where there is nothing.
std::string DrawTile(pg::Transaction& tx, const TileQuery& query);

}  // namespace qianmo::registry
