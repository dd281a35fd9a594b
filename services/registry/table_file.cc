#include "registry/table_file.h"

#include <utility>

#include "sheet/csv_writer.h"

namespace qianmo::registry {

TableFile::TableFile(v1::TableFormat format, const std::string& title) {
  if (format == v1::TABLE_FORMAT_XLSX) {
    sheet_.emplace(title);
  } else {
    text_ = sheet::kByteOrderMarkOfCsv;
  }
}

void TableFile::AddHead(const std::vector<std::string>& cells) {
  if (sheet_) return sheet_->AddHeader(cells);
  sheet::AppendCsv(&text_, cells);
}

void TableFile::Add(const std::vector<std::string>& cells) {
  if (sheet_) return sheet_->AddRow(cells);
  sheet::AppendCsv(&text_, cells);
}

ExportedFile TableFile::Finish() {
  if (!sheet_) return {"text/csv; charset=utf-8", ".csv", std::move(text_)};
  return {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx",
          sheet_->Finish()};
}

}  // namespace qianmo::registry
