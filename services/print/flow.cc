#include "print/flow.h"

namespace qianmo::print {
namespace {

// The pieces from `begin` that must stand on one page.
std::size_t EndOfGroup(const std::vector<Piece>& pieces, std::size_t begin) {
  std::size_t end = begin;
  while (end + 1 < pieces.size() && pieces[end].keep_with_next) ++end;
  return end + 1;
}

double HeightOfGroup(const std::vector<Piece>& pieces, std::size_t begin, std::size_t end,
                     bool at_top) {
  double height = 0;
  for (std::size_t i = begin; i < end; ++i) {
    height += pieces[i].height + (i == begin && at_top ? 0 : pieces[i].space_before);
  }
  return height;
}

}  // namespace

std::vector<Piece> PiecesOf(const Lines& lines, double x, double paragraph_space) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const bool next_is_last = !line.last() && i + 1 < lines.size() && lines[i + 1].last();
    pieces.push_back({.height = line.height(),
                      .draw = [line, x](cairo_t* cairo, double y) { line.Draw(cairo, x, y); },
                      .space_before = line.first() && i > 0 ? paragraph_space : 0,
                      .keep_with_next = (line.first() && !line.last()) || next_is_last});
  }
  return pieces;
}

std::vector<PagePlan> PlanPages(const std::vector<Piece>& pieces, const Frame& frame) {
  std::vector<PagePlan> pages(1);
  double y = frame.first_top;
  for (std::size_t begin = 0; begin < pieces.size();) {
    const std::size_t end = EndOfGroup(pieces, begin);
    bool at_top = pages.back().empty();
    // Half a point forgives what adding up fractions costs.
    if (y + HeightOfGroup(pieces, begin, end, at_top) > frame.bottom + 0.5 &&
        (!at_top || pages.size() == 1)) {
      pages.emplace_back();
      y = frame.top;
      at_top = true;
    }
    for (std::size_t i = begin; i < end; ++i) {
      if (i != begin || !at_top) y += pieces[i].space_before;
      pages.back().push_back({i, y});
      y += pieces[i].height;
    }
    begin = end;
  }
  return pages;
}

void DrawPage(const PagePlan& plan, const std::vector<Piece>& pieces, cairo_t* cairo) {
  for (const PlacedPiece& placed : plan) pieces[placed.index].draw(cairo, placed.y);
}

}  // namespace qianmo::print
