// Where things are in the demo county: shapes that look like fields, ponds and buildings from above
// and never overlap.
#pragma once

#include "qianmoctl/demo_dice.h"
#include "registry/domain/geojson.h"

namespace qianmo::ctl {

// The ground of one settlement: a lattice of five by four crooked plots that share their borders.
class DemoGround {
 public:
  static constexpr int kColumns = 5;
  static constexpr int kRows = 4;
  static constexpr int kPlots = kColumns * kRows;

  // `serial` counts settlements: each has ground of its own.
  DemoGround(int serial, Dice* dice);

  // The whole of a plot.
  registry::Boundary Field(int plot) const;
  // Round, inside of a plot.
  registry::Boundary Pond(int plot);
  // Small, with right angles; four find room in a plot.
  registry::Boundary Building(int plot, int corner);

 private:
  registry::MapPoint Corner(int column, int row) const;
  // Between the corners of a plot, in thousandths of its width and height.
  registry::MapPoint Inside(int plot, int east, int north) const;

  Dice* dice_;
  registry::MapPoint corners_[kRows + 1][kColumns + 1];
};

}  // namespace qianmo::ctl
