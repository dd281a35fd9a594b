#include "sheet/table_file.h"

#include <utility>

#include "sheet/csv_writer.h"

namespace qianmo::sheet {

TableFile::TableFile(TableFormat format, const std::string& title) {
  if (format == TableFormat::kXlsx) {
    sheet_.emplace(title);
  } else {
    text_ = kByteOrderMarkOfCsv;
  }
}

void TableFile::AddHead(const std::vector<std::string>& cells) {
  if (sheet_) return sheet_->AddHeader(cells);
  AppendCsv(&text_, cells);
}

void TableFile::Add(const std::vector<std::string>& cells) {
  if (sheet_) return sheet_->AddRow(cells);
  AppendCsv(&text_, cells);
}

void TableFile::AddCells(const std::vector<Cell>& cells) {
  if (sheet_) return sheet_->AddCells(cells);
  AppendCsvCells(&text_, cells);
}

ExportedFile TableFile::Finish() {
  if (!sheet_) return {"text/csv; charset=utf-8", ".csv", std::move(text_)};
  return {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx",
          sheet_->Finish()};
}

}  // namespace qianmo::sheet
