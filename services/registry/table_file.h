// Tables on their way out, in the words of the API.
#pragma once

#include "qianmo/registry/v1/exports.pb.h"
#include "sheet/table_file.h"

namespace qianmo::registry {

using sheet::ExportedFile;

inline sheet::TableFormat FormatOf(v1::TableFormat format) {
  return format == v1::TABLE_FORMAT_XLSX ? sheet::TableFormat::kXlsx : sheet::TableFormat::kCsv;
}

}  // namespace qianmo::registry
