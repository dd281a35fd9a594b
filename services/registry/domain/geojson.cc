#include "registry/domain/geojson.h"

#include "base/decimal.h"
#include "registry/domain/geojson_scan.h"
#include "registry/domain/parcel_refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::size_t kLeastCorners = 4;

// China with its seas.
constexpr std::int64_t kWest = 73 * kDegree;
constexpr std::int64_t kEast = 136 * kDegree;
constexpr std::int64_t kSouth = 3 * kDegree;
constexpr std::int64_t kNorth = 54 * kDegree;

bool IsLongitude(std::int64_t value) { return kWest <= value && value <= kEast; }
bool IsLatitude(std::int64_t value) { return kSouth <= value && value <= kNorth; }

// Makes a boundary of the nested lists, counting as it goes.
class Shaper {
 public:
  explicit Shaper(std::string_view field) : field_(field) {}

  Result<MapPolygon> ToPolygon(const GeoList& list) {
    MapPolygon polygon;
    if (list.items.empty()) return Malformed(list, "a polygon has an outline");
    for (const GeoList& ring : list.items) {
      if (++rings_ > kMostRings) return refusals::BoundaryTooLarge(field_, "it has too many rings");
      corner_ = 0;
      QM_ASSIGN(MapRing read, ToRing(ring));
      polygon.push_back(std::move(read));
    }
    return polygon;
  }

 private:
  Result<MapRing> ToRing(const GeoList& list) {
    if (list.number) return Malformed(list, "a list of corners is wanted, not a number");
    MapRing ring;
    for (const GeoList& corner : list.items) {
      ++corner_;
      QM_ASSIGN(const MapPoint point, ToPoint(corner));
      ring.push_back(point);
    }
    if (ring.size() < kLeastCorners) return Malformed(list, "a ring has at least four corners");
    if (ring.front() != ring.back()) {
      return Malformed(list, "a ring ends where it begins");
    }
    return ring;
  }

  Result<MapPoint> ToPoint(const GeoList& list) {
    const bool is_pair = list.items.size() == 2 && list.items[0].number && list.items[1].number;
    if (!is_pair) return Malformed(list, "a corner is a longitude and a latitude");
    const MapPoint point{*list.items[0].number, *list.items[1].number};
    if (IsLongitude(point.longitude) && IsLatitude(point.latitude)) return point;
    if (IsLongitude(point.latitude) && IsLatitude(point.longitude)) {
      return Malformed(list, "the longitude comes first");
    }
    return Malformed(list, "this is not in China");
  }

  Refusal Malformed(const GeoList& list, std::string why) const {
    if (rings_ > 0) why += ", ring " + std::to_string(rings_);
    if (corner_ > 0) why += ", corner " + std::to_string(corner_);
    return refusals::BoundaryMalformed(field_, list.position, why);
  }

  const std::string_view field_;
  int rings_ = 0;
  int corner_ = 0;
};

std::string ToText(const MapRing& ring) {
  std::string text = "(";
  for (const MapPoint& point : ring) {
    if (text.size() > 1) text += ',';
    text += FormatDecimal(point.longitude, 9) + ' ' + FormatDecimal(point.latitude, 9);
  }
  return text + ')';
}

std::string ToText(const MapPolygon& polygon) {
  std::string text = "(";
  for (const MapRing& ring : polygon) text += (text.size() > 1 ? "," : "") + ToText(ring);
  return text + ')';
}

}  // namespace

Result<Boundary> ReadBoundary(std::string_view field, std::string_view geojson) {
  QM_ASSIGN(const GeoText text, ScanGeoJson(field, geojson, 2 * kMostCorners));
  Shaper shaper(field);
  Boundary boundary;
  if (text.type == "Polygon") {
    QM_ASSIGN(MapPolygon polygon, shaper.ToPolygon(text.coordinates));
    boundary.polygons.push_back(std::move(polygon));
    return boundary;
  }
  if (text.type != "MultiPolygon") {
    return refusals::BoundaryMalformed(field, 0, "a Polygon or a MultiPolygon is wanted");
  }
  if (text.coordinates.items.empty()) {
    return refusals::BoundaryMalformed(field, text.coordinates.position, "it has no polygon");
  }
  for (const GeoList& list : text.coordinates.items) {
    QM_ASSIGN(MapPolygon polygon, shaper.ToPolygon(list));
    boundary.polygons.push_back(std::move(polygon));
  }
  return boundary;
}

std::string ToWkt(const Boundary& boundary) {
  std::string text = "MULTIPOLYGON(";
  for (const MapPolygon& polygon : boundary.polygons) {
    if (text.back() != '(') text += ',';
    text += ToText(polygon);
  }
  return text + ')';
}

}  // namespace qianmo::registry
