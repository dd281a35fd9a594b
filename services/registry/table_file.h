// A table on its way out, in whichever format somebody wants.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "qianmo/registry/v1/exports.pb.h"
#include "sheet/xlsx_writer.h"

namespace qianmo::registry {

struct ExportedFile {
  std::string content_type;
  std::string extension;  // ".csv"
  std::string content;
};

class TableFile {
 public:
  // `title` is what a sheet is called.
  TableFile(v1::TableFormat format, const std::string& title);

  void AddHead(const std::vector<std::string>& cells);
  void Add(const std::vector<std::string>& cells);
  ExportedFile Finish();

 private:
  std::optional<sheet::XlsxWriter> sheet_;
  std::string text_;
};

}  // namespace qianmo::registry
