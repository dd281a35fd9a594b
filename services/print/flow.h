// Fits lines and blocks into pages: nothing that belongs together is torn apart, and no page ends
// or begins with a single line of a paragraph.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "print/typesetter.h"

namespace qianmo::print {

// Something of a known height that is drawn as a whole, its upper edge at `y`.
struct Piece {
  double height;
  std::function<void(cairo_t*, double y)> draw;
  double space_before = 0;  // not at the top of a page
  bool keep_with_next = false;
};

struct PlacedPiece {
  std::size_t index;  // among the pieces
  double y;
};
using PagePlan = std::vector<PlacedPiece>;

// The lines of a text as pieces, each drawn at `x`. Paragraphs are `paragraph_space` apart.
std::vector<Piece> PiecesOf(const Lines& lines, double x, double paragraph_space);

// Where a page's text begins and ends; the first page may begin lower.
struct Frame {
  double first_top;
  double top;
  double bottom;
};

// At least one page. A piece higher than a page stands on one of its own.
std::vector<PagePlan> PlanPages(const std::vector<Piece>& pieces, const Frame& frame);

void DrawPage(const PagePlan& plan, const std::vector<Piece>& pieces, cairo_t* cairo);

}  // namespace qianmo::print
