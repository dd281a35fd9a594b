#include "ledger/statement_export.h"

#include <algorithm>

#include "base/decimal.h"

namespace qianmo::ledger {
namespace {

// The ends of the periods of a statement's two columns.
struct ColumnNames {
  const char* label;
  const char* previous;
  const char* current;
};

ColumnNames NamesFor(v1::StatementLine::Part part) {
  switch (part) {
    case v1::StatementLine::PART_ASSETS:
      return {"资产", "年初数", "期末数"};
    case v1::StatementLine::PART_CLAIMS:
      return {"负债和所有者权益", "年初数", "期末数"};
    default:
      return {"项目", "上年同期数", "本年累计数"};
  }
}

std::vector<const v1::StatementLine*> LinesOfPart(const v1::Statement& statement,
                                                  v1::StatementLine::Part part) {
  std::vector<const v1::StatementLine*> lines;
  for (const auto& line : statement.lines()) {
    if (line.part() == part) lines.push_back(&line);
  }
  return lines;
}

// From left to right, as they are printed.
std::vector<v1::StatementLine::Part> PartsOf(v1::Statement::Kind kind) {
  if (kind == v1::Statement::KIND_INCOME) return {v1::StatementLine::PART_INCOME};
  return {v1::StatementLine::PART_ASSETS, v1::StatementLine::PART_CLAIMS};
}

void AddCellsOf(const v1::StatementLine* line, std::vector<sheet::Cell>* cells) {
  const bool has_amounts = line != nullptr && line->row() != 0;
  cells->push_back(line == nullptr ? "" : line->label());
  if (!has_amounts) {
    cells->insert(cells->end(), {"", "", ""});
    return;
  }
  cells->push_back(std::to_string(line->row()));
  cells->push_back(sheet::Cell::Number(FormatDecimal(line->previous_fen(), 2)));
  cells->push_back(sheet::Cell::Number(FormatDecimal(line->current_fen(), 2)));
}

}  // namespace

std::string TitleOf(v1::Statement::Kind kind) {
  return kind == v1::Statement::KIND_INCOME ? "收益及收益分配表" : "资产负债表";
}

sheet::ExportedFile StatementTable(const v1::Statement& statement, sheet::TableFormat format) {
  sheet::TableFile file(format, TitleOf(statement.kind()));
  std::vector<std::vector<const v1::StatementLine*>> columns;
  std::vector<std::string> head;
  std::size_t height = 0;
  for (const auto part : PartsOf(statement.kind())) {
    const ColumnNames names = NamesFor(part);
    head.insert(head.end(), {names.label, "行次", names.previous, names.current});
    columns.push_back(LinesOfPart(statement, part));
    height = std::max(height, columns.back().size());
  }
  file.AddHead(head);
  for (std::size_t i = 0; i < height; ++i) {
    std::vector<sheet::Cell> cells;
    for (const auto& lines : columns) AddCellsOf(i < lines.size() ? lines[i] : nullptr, &cells);
    file.AddCells(cells);
  }
  return file.Finish();
}

print::StatementPaper PaperOf(const v1::Statement& statement, Date end) {
  print::StatementPaper paper{.title = TitleOf(statement.kind()),
                              .organisation = statement.display_name(),
                              .end = end,
                              .parts = {}};
  for (const auto part : PartsOf(statement.kind())) {
    const ColumnNames names = NamesFor(part);
    print::StatementColumns columns{names.label, names.previous, names.current, {}};
    for (const v1::StatementLine* line : LinesOfPart(statement, part)) {
      columns.lines.push_back({.label = line->label(),
                               .row = line->row(),
                               .indent = line->indent(),
                               .is_total = line->total(),
                               .previous = Fen(line->previous_fen()),
                               .current = Fen(line->current_fen())});
    }
    paper.parts.push_back(std::move(columns));
  }
  return paper;
}

}  // namespace qianmo::ledger
