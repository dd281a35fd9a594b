// The table of an import: the records of a file, its head, and where reading may go on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registry/domain/table_row.h"
#include "registry/import_store.h"
#include "sheet/csv_reader.h"

namespace qianmo::registry {

class ImportTable {
 public:
  // Reads the head, and goes on at `from`, or behind the head where that is the beginning. Refuses
  // IMPORT_NOT_TEXT, IMPORT_EMPTY, IMPORT_MALFORMED, IMPORT_COLUMN_….
  static Result<ImportTable> Open(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                                  FileId file, const TableColumns& columns,
                                  sheet::CsvPlace from = {});

  const TableHeader& header() const { return header_; }
  std::int64_t size() const { return size_; }
  const sheet::CsvPlace& place() const { return place_; }

  // The next record, with its cells as they were meant; what a spreadsheet program would run is a
  // fault. Nothing at the end. Refuses IMPORT_MALFORMED.
  Result<std::optional<ImportRecord>> Next(std::vector<RowFault>* faults);

 private:
  ImportTable(TableHeader header, std::unique_ptr<sheet::CsvReader> reader, std::int64_t size)
      : header_(std::move(header)), reader_(std::move(reader)), size_(size) {}

  TableHeader header_;
  std::unique_ptr<sheet::CsvReader> reader_;
  std::int64_t size_;
  sheet::CsvPlace place_;  // of the record that Next gave last
};

}  // namespace qianmo::registry
