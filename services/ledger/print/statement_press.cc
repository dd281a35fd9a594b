#include "ledger/print/statement_press.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/time_text.h"
#include "print/document.h"
#include "print/typesetter.h"

namespace qianmo::ledger::print {
namespace {

using namespace qianmo::print;

const double kShortEdge = Millimetres(210);
const double kLongEdge = Millimetres(297);
const double kSide = Millimetres(14);
const double kTop = Millimetres(12);
const double kCellInset = Millimetres(1.2);
const double kRowColumn = Millimetres(10);
const double kSmallestPrint = 5;
constexpr double kAmountShare = 0.24;  // of a part's width, each of the two
constexpr double kMostLeading = 2.1;

const Style kStatementTitle = {.size = 22, .bold = true, .leading = 1.4, .align = Align::kCentre};

// Where the table lies, and how large its print is.
struct Grid {
  double top;
  double part_width;
  double row_height;
  double print_size;
};

class StatementSheet {
 public:
  StatementSheet(cairo_t* cairo, const Grid& grid) : cairo_(cairo), grid_(grid) {}

  // One cell; what is too long for it is set smaller.
  Result<Done> Write(std::string_view text, double x, double y, double width, Align align,
                     bool bold) {
    if (text.empty()) return Done{};
    const double inside = width - 2 * kCellInset;
    const Style style = {.size = grid_.print_size,
                         .bold = bold,
                         .leading = grid_.row_height / grid_.print_size,
                         .align = align};
    QM_ASSIGN(const Lines lines, typesetter_.SetOnOneLine(text, style, inside, kSmallestPrint));
    if (lines.empty()) return Done{};
    const double offset = (grid_.row_height - lines.front().height()) / 2;
    lines.front().Draw(cairo_, x + kCellInset, y + offset);
    return Done{};
  }
  Result<Done> Head(std::string_view text, const Style& style, double y, double width) {
    QM_ASSIGN(const Lines lines, typesetter_.SetOnOneLine(text, style, width, kSmallestPrint));
    if (!lines.empty()) lines.front().Draw(cairo_, kSide, y);
    return Done{};
  }
  void Rule(double x, double y, double width, double height, double thickness) {
    cairo_set_line_width(cairo_, thickness);
    cairo_move_to(cairo_, x, y);
    cairo_line_to(cairo_, x + width, y + height);
    cairo_stroke(cairo_);
  }

 private:
  const Typesetter typesetter_;
  cairo_t* cairo_;
  const Grid grid_;
};

// The columns of a part: label, row, and two amounts.
struct PartEdges {
  double label, row, previous, current, end;

  PartEdges(double x, double width)
      : label(x),
        row(x + width * (1 - 2 * kAmountShare) - kRowColumn),
        previous(x + width * (1 - 2 * kAmountShare)),
        current(x + width * (1 - kAmountShare)),
        end(x + width) {}
};

// Amounts of nothing are left out, so that those that are there stand out.
std::string AmountCell(const StatementPaperLine& line, Fen amount) {
  if (line.row == 0 || (amount == Fen() && !line.is_total)) return "";
  return FormatGroupedDecimal(amount.count(), 2);
}

Result<Done> WriteLine(const StatementPaperLine& line, const PartEdges& edges, double y,
                       double print_size, StatementSheet* sheet) {
  const bool bold = line.is_total || line.row == 0;
  const double indent = line.indent * print_size;
  QM_TRY(sheet->Write(line.label, edges.label + indent, y, edges.row - edges.label - indent,
                      Align::kStart, bold));
  const std::string row = line.row == 0 ? "" : std::to_string(line.row);
  QM_TRY(sheet->Write(row, edges.row, y, edges.previous - edges.row, Align::kCentre, false));
  QM_TRY(sheet->Write(AmountCell(line, line.previous), edges.previous, y,
                      edges.current - edges.previous, Align::kEnd, bold));
  return sheet->Write(AmountCell(line, line.current), edges.current, y, edges.end - edges.current,
                      Align::kEnd, bold);
}

Result<Done> WritePart(const StatementColumns& part, std::size_t rows, double x, const Grid& grid,
                       StatementSheet* sheet) {
  const PartEdges edges(x, grid.part_width);
  const auto write = [&](const char* text, double from, double to) {
    return sheet->Write(text, from, grid.top, to - from, Align::kCentre, true);
  };
  QM_TRY(write(part.label.c_str(), edges.label, edges.row));
  QM_TRY(write("行次", edges.row, edges.previous));
  QM_TRY(write(part.previous.c_str(), edges.previous, edges.current));
  QM_TRY(write(part.current.c_str(), edges.current, edges.end));
  for (std::size_t i = 0; i < part.lines.size(); ++i) {
    const std::size_t at = i + 1 == part.lines.size() ? rows : i + 1;
    QM_TRY(WriteLine(part.lines[i], edges, grid.top + static_cast<double>(at) * grid.row_height,
                     grid.print_size, sheet));
  }
  const double height = static_cast<double>(rows + 1) * grid.row_height;
  for (const double edge : {edges.row, edges.previous, edges.current}) {
    sheet->Rule(edge, grid.top, 0, height, 0.4);
  }
  sheet->Rule(edges.label, grid.top, 0, height, 1);
  sheet->Rule(edges.end, grid.top, 0, height, 1);
  return Done{};
}

void RuleRows(std::size_t rows, double width, const Grid& grid, StatementSheet* sheet) {
  for (std::size_t i = 0; i <= rows + 1; ++i) {
    const bool edge = i <= 1 || i == rows + 1;
    sheet->Rule(kSide, grid.top + static_cast<double>(i) * grid.row_height, width, 0,
                edge ? 1 : 0.3);
  }
}

Result<Done> WriteStatement(const StatementPaper& paper, double width, double height,
                            cairo_t* cairo) {
  std::size_t rows = 0;
  for (const StatementColumns& part : paper.parts) rows = std::max(rows, part.lines.size());
  const double inside = width - 2 * kSide;
  const double head = kStatementTitle.line_height() + Millimetres(10);
  const double table = height - 2 * kTop - head - Millimetres(12);
  const double row_height = std::min(table / static_cast<double>(rows + 1), Millimetres(8.5));
  const Grid grid{.top = kTop + head,
                  .part_width = inside / static_cast<double>(paper.parts.size()),
                  .row_height = row_height,
                  .print_size = std::min(row_height / kMostLeading * 1.3, 13.0)};
  StatementSheet sheet(cairo, grid);
  QM_TRY(sheet.Head(paper.title, kStatementTitle, kTop, inside));
  const double facts = kTop + kStatementTitle.line_height() + Millimetres(2);
  Style small = {.size = 11};
  QM_TRY(sheet.Head("编制单位：" + paper.organisation, small, facts, inside * 0.55));
  small.align = Align::kEnd;
  QM_TRY(sheet.Head(FormatChineseDate(paper.end) + "　　单位：元", small, facts, inside));
  double x = kSide;
  for (const StatementColumns& part : paper.parts) {
    QM_TRY(WritePart(part, rows, x, grid, &sheet));
    x += grid.part_width;
  }
  RuleRows(rows, inside, grid, &sheet);
  small.align = Align::kStart;
  const double bottom = grid.top + static_cast<double>(rows + 1) * row_height + Millimetres(4);
  return sheet.Head("理事长（负责人）：　　　　　　　　会计主管：　　　　　　　　制表：", small,
                    bottom, inside);
}

}  // namespace

Result<std::string> PrintStatement(const StatementPaper& paper) {
  const bool lies = paper.parts.size() > 1;
  const double width = lies ? kLongEdge : kShortEdge, height = lies ? kShortEdge : kLongEdge;
  std::string pdf;
  Document document({.title = paper.title + " " + FormatIsoDate(paper.end),
                     .author = paper.organisation,
                     .create_time = BeginningOf(paper.end)},
                    [&](std::string_view bytes) { pdf += bytes; });
  QM_TRY(WriteStatement(paper, width, height, document.NewPage(width, height)));
  document.Finish();
  return pdf;
}

}  // namespace qianmo::ledger::print
