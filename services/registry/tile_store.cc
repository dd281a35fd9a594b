#include "registry/tile_store.h"

namespace qianmo::registry {
namespace {

// As many as a square usually has, and then fewer until it fits.
constexpr int kTileParcels[] = {5'000, 1'000, 200, 20};

// Paths that begin with one of these, as ListStatement says it.
std::string BelowPaths(const std::vector<std::string>& prefixes, std::vector<pg::Param>* params) {
  std::string any = "false";
  for (const std::string& prefix : prefixes) {
    std::string end = prefix;
    ++end.back();
    params->emplace_back(prefix);
    const std::string from = "$" + std::to_string(params->size());
    params->emplace_back(end);
    const std::string to = "$" + std::to_string(params->size());
    any += " OR (p.org_path ~>=~ " + from + " AND p.org_path ~<~ " + to + ")";
  }
  return any;
}

std::string DrawAtMost(pg::Transaction& tx, const TileQuery& query, int most) {
  std::vector<pg::Param> params = {query.county, query.zoom, query.column, query.row, most};
  const std::string within = BelowPaths(query.within, &params);
  const auto rows = tx.RunWith(
      "WITH square AS (SELECT postgis.ST_TileEnvelope($2, $3, $4) AS shape),"
      " near AS ("
      "  SELECT p.id, p.collective_id, p.asset_id, a.state, p.disputed, p.boundary"
      "  FROM square JOIN registry.parcel p ON p.boundary OPERATOR(postgis.&&)"
      "   postgis.ST_Transform(square.shape, 4490)"
      "  LEFT JOIN registry.asset a ON a.county_id = p.county_id AND a.id = p.asset_id"
      "  WHERE p.county_id = $1 AND p.retire_time IS NULL AND (" +
          within +
          ")"
          "  ORDER BY p.area_e2 DESC, p.id LIMIT $5),"
          " drawn AS ("
          "  SELECT near.id::text, near.collective_id::text AS collective,"
          "   near.asset_id::text AS asset, near.state::integer AS asset_state, near.disputed,"
          "   postgis.ST_AsMVTGeom(postgis.ST_Transform(near.boundary, 3857), square.shape, 4096,"
          "    64, true) AS shape"
          "  FROM near CROSS JOIN square)"
          " SELECT postgis.ST_AsMVT(drawn, 'parcels', 4096, 'shape') AS tile FROM drawn"
          " WHERE drawn.shape IS NOT NULL",
      params);
  return pg::Get<pg::Bytes>(rows[0], "tile");
}

}  // namespace

std::string DrawTile(pg::Transaction& tx, const TileQuery& query) {
  std::string tile;
  for (const int most : kTileParcels) {
    tile = DrawAtMost(tx, query, most);
    if (tile.size() <= kMostTileBytes) break;
  }
  return tile;
}

}  // namespace qianmo::registry
