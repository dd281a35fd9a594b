#include "qianmoctl/demo_map.h"

namespace qianmo::ctl {
namespace {

using registry::Boundary;
using registry::MapPoint;
using registry::MapRing;

// Hills where no such county is; settlements stand in rows of six.
constexpr MapPoint kOrigin{117'500'000'000, 30'100'000'000};
constexpr int kSettlementsARow = 6;
constexpr std::int64_t kSettlementWidth = 30'000'000;   // some 2.9 km
constexpr std::int64_t kSettlementHeight = 25'000'000;  // some 2.8 km
constexpr std::int64_t kPlotWidth = 1'600'000;          // some 150 m
constexpr std::int64_t kPlotHeight = 1'100'000;         // some 120 m
constexpr int kJitter = 200;                            // thousandths of a plot

// A circle of twelve corners, in thousandths.
constexpr int kCircle[][2] = {{1000, 0},    {866, 500},  {500, 866},  {0, 1000},
                              {-500, 866},  {-866, 500}, {-1000, 0},  {-866, -500},
                              {-500, -866}, {0, -1000},  {500, -866}, {866, -500}};

Boundary Closed(MapRing ring) {
  ring.push_back(ring.front());
  return {{{std::move(ring)}}};
}

}  // namespace

DemoGround::DemoGround(int serial, Dice* dice) : dice_(dice) {
  const MapPoint corner{kOrigin.longitude + serial % kSettlementsARow * kSettlementWidth,
                        kOrigin.latitude + serial / kSettlementsARow * kSettlementHeight};
  for (int row = 0; row <= kRows; ++row) {
    for (int column = 0; column <= kColumns; ++column) {
      corners_[row][column] = {corner.longitude + column * kPlotWidth +
                                   kPlotWidth / 1000 * dice_->Between(-kJitter, kJitter),
                               corner.latitude + row * kPlotHeight +
                                   kPlotHeight / 1000 * dice_->Between(-kJitter, kJitter)};
    }
  }
}

Boundary DemoGround::Field(int plot) const {
  const int column = plot % kColumns, row = plot / kColumns;
  return Closed({Corner(column, row), Corner(column + 1, row), Corner(column + 1, row + 1),
                 Corner(column, row + 1)});
}

Boundary DemoGround::Pond(int plot) {
  const int width = dice_->Between(180, 300), height = dice_->Between(180, 300);
  MapRing ring;
  for (const auto& [east, north] : kCircle) {
    const int wobble = dice_->Between(900, 1'000);
    ring.push_back(Inside(plot, 500 + width * east / 1000 * wobble / 1000,
                          500 + height * north / 1000 * wobble / 1000));
  }
  return Closed(std::move(ring));
}

Boundary DemoGround::Building(int plot, int corner) {
  const int east = corner % 2 == 0 ? 250 : 600, north = corner / 2 == 0 ? 250 : 600;
  const int width = dice_->Between(90, 160), depth = dice_->Between(60, 110);
  MapRing ring = {Inside(plot, east, north), Inside(plot, east + width, north)};
  if (dice_->Percent(30)) {  // an L
    ring.push_back(Inside(plot, east + width, north + depth / 2));
    ring.push_back(Inside(plot, east + width / 2, north + depth / 2));
    ring.push_back(Inside(plot, east + width / 2, north + depth));
  } else {
    ring.push_back(Inside(plot, east + width, north + depth));
  }
  ring.push_back(Inside(plot, east, north + depth));
  return Closed(std::move(ring));
}

MapPoint DemoGround::Corner(int column, int row) const { return corners_[row][column]; }

MapPoint DemoGround::Inside(int plot, int east, int north) const {
  const int column = plot % kColumns, row = plot / kColumns;
  const auto between = [](std::int64_t from, std::int64_t to, int part) {
    return from + (to - from) / 1000 * part;
  };
  const auto along = [&](const MapPoint& a, const MapPoint& b, int part) {
    return MapPoint{between(a.longitude, b.longitude, part), between(a.latitude, b.latitude, part)};
  };
  return along(along(Corner(column, row), Corner(column + 1, row), east),
               along(Corner(column, row + 1), Corner(column + 1, row + 1), east), north);
}

}  // namespace qianmo::ctl
