#include "print/flow.h"

#include <gtest/gtest.h>

namespace qianmo::print {
namespace {

const Frame kFrame = {.first_top = 40, .top = 0, .bottom = 100};

Piece Of(double height, bool keep = false) {
  return {.height = height, .draw = {}, .keep_with_next = keep};
}

std::vector<std::size_t> Sizes(const std::vector<PagePlan>& pages) {
  std::vector<std::size_t> sizes;
  for (const PagePlan& page : pages) sizes.push_back(page.size());
  return sizes;
}

using List = std::vector<std::size_t>;

TEST(PlanPages, FillsAPageToItsLastPoint) {
  EXPECT_EQ(Sizes(PlanPages(std::vector<Piece>(6, Of(10)), kFrame)), List({6}));
  EXPECT_EQ(Sizes(PlanPages(std::vector<Piece>(7, Of(10)), kFrame)), List({6, 1}));
  EXPECT_EQ(Sizes(PlanPages(std::vector<Piece>(16, Of(10)), kFrame)), List({6, 10}));
  EXPECT_EQ(Sizes(PlanPages(std::vector<Piece>(17, Of(10)), kFrame)), List({6, 10, 1}));
}

TEST(PlanPages, TakesWhatBelongsTogetherToTheNextPage) {
  std::vector<Piece> pieces(5, Of(10));
  pieces.push_back(Of(10, true));
  pieces.push_back(Of(10));
  EXPECT_EQ(Sizes(PlanPages(pieces, kFrame)), List({5, 2}));
}

TEST(PlanPages, GivesNoSpaceBeforeAtTheTopOfAPage) {
  std::vector<Piece> pieces(7, Of(10));
  pieces[6].space_before = 30;
  const auto pages = PlanPages(pieces, kFrame);
  EXPECT_EQ(pages[1][0].y, 0);
  pieces.resize(6);
  pieces[5].space_before = 30;
  EXPECT_EQ(Sizes(PlanPages(pieces, kFrame)), List({5, 1}));
}

TEST(PlanPages, StandsTooHighAPieceOnAPageOfItsOwn) {
  const auto pages = PlanPages({Of(10), Of(500), Of(10)}, kFrame);
  EXPECT_EQ(Sizes(pages), List({1, 1, 1}));
  EXPECT_EQ(PlanPages({}, kFrame).size(), 1u);
}

TEST(PiecesOf, KeepsTwoLinesOfAParagraphTogetherAtBothEnds) {
  const Typesetter typesetter;
  std::string text;
  for (int i = 0; i < 45; ++i) text += "田";
  const auto pieces = PiecesOf(typesetter.Set(text, {.size = 10}, 100).value(), 0, 5);
  ASSERT_EQ(pieces.size(), 5u);
  List kept;
  for (const Piece& piece : pieces) kept.push_back(piece.keep_with_next);
  EXPECT_EQ(kept, List({1, 0, 0, 1, 0}));
  const auto single = PiecesOf(typesetter.Set("田\n田", {.size = 10}, 100).value(), 0, 5);
  EXPECT_FALSE(single[0].keep_with_next);
  EXPECT_EQ(single[1].space_before, 5);
}

TEST(DrawPage, DrawsEachPieceAtItsPlace) {
  std::vector<double> drawn;
  const Piece piece = {.height = 10, .draw = [&](cairo_t*, double y) { drawn.push_back(y); }};
  const std::vector<Piece> pieces(2, piece);
  DrawPage(PlanPages(pieces, kFrame)[0], pieces, nullptr);
  EXPECT_EQ(drawn, std::vector<double>({40, 50}));
}

}  // namespace
}  // namespace qianmo::print
