#include "registry/domain/parcel.h"

#include <algorithm>

#include "registry/domain/asset_refusals.h"
#include "registry/domain/parcel_refusals.h"

namespace qianmo::registry {
namespace {

constexpr std::int64_t kLongestExtent = kDegree / 2;
constexpr std::int64_t kCell = kDegree / 20;
constexpr int kCellsAround = 360 * 20;
constexpr SquareMetres kSquareMetre{100};

}  // namespace

MapBox BoxOf(const Boundary& boundary) {
  const MapPoint first = boundary.polygons.at(0).at(0).at(0);
  MapBox box{first.longitude, first.latitude, first.longitude, first.latitude};
  for (const MapPolygon& polygon : boundary.polygons) {
    for (const MapPoint& point : polygon.at(0)) {
      box.west = std::min(box.west, point.longitude);
      box.east = std::max(box.east, point.longitude);
      box.south = std::min(box.south, point.latitude);
      box.north = std::max(box.north, point.latitude);
    }
  }
  return box;
}

Result<Done> CheckExtent(std::string_view field, const MapBox& box) {
  if (box.east - box.west <= kLongestExtent && box.north - box.south <= kLongestExtent) {
    return Done{};
  }
  return refusals::BoundaryTooLarge(field, "it is longer than half a degree");
}

Result<Done> CheckSize(std::string_view field, SquareMetres area) {
  if (area < kSquareMetre) return refusals::BoundaryTooSmall(field);
  return Done{};
}

std::vector<int> CellsOf(const MapBox& box) {
  std::vector<int> cells;
  for (std::int64_t y = box.south / kCell; y <= box.north / kCell; ++y) {
    for (std::int64_t x = box.west / kCell; x <= box.east / kCell; ++x) {
      cells.push_back(static_cast<int>(y * kCellsAround + x));
    }
  }
  return cells;
}

bool AreaDiffers(SquareMetres drawn, Area declared) {
  const SquareMetres wanted = ToSquareMetres(declared);
  const SquareMetres difference = drawn > wanted ? drawn - wanted : wanted - drawn;
  return difference * 20 > wanted;
}

bool IsSliver(SquareMetres common, SquareMetres smaller) {
  return common <= kSquareMetre || common * 1000 <= smaller;
}

Result<Done> DecideConfirmBoundary(const BoundaryDispute& dispute, const Uuid& person) {
  if (dispute.confirmed || dispute.other_confirmed) return refusals::OverlapSettled();
  if (person == dispute.surveyor || person == dispute.other_surveyor) {
    return refusals::CheckerIsMaker();
  }
  return Done{};
}

Result<Done> CheckTile(int zoom, int column, int row) {
  const int most = 1 << zoom;
  if (column < most && row < most) return Done{};
  return refusals::TileNotFound();
}

}  // namespace qianmo::registry
