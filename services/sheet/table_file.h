// A table on its way out, in whichever format somebody wants.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sheet/xlsx_writer.h"

namespace qianmo::sheet {

enum class TableFormat { kCsv, kXlsx };

struct ExportedFile {
  std::string content_type;
  std::string extension;  // ".csv"
  std::string content;
};

class TableFile {
 public:
  // `title` is what a sheet is called.
  TableFile(TableFormat format, const std::string& title);

  void AddHead(const std::vector<std::string>& cells);
  // Of text alone.
  void Add(const std::vector<std::string>& cells);
  void AddCells(const std::vector<Cell>& cells);
  ExportedFile Finish();

 private:
  std::optional<XlsxWriter> sheet_;
  std::string text_;
};

}  // namespace qianmo::sheet
