// Reads CSV record by record from a source of bytes (see csv_scanner.h).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sheet/csv_scanner.h"

namespace qianmo::sheet {

class CsvReader {
 public:
  // The next bytes of the file; empty at its end.
  using Source = std::function<std::string()>;
  // `source` begins at `start`, which is 0 or was the place() of another reader.
  CsvReader(Encoding encoding, Source source, CsvPlace start = {}, CsvLimits limits = {});

  // False at the end, and at a fault, behind which there is nothing more to read. Lines without
  // any character are no records.
  bool Next(CsvRecord* record);
  const std::optional<CsvFault>& fault() const { return scanner_.fault(); }
  // Behind the last record.
  CsvPlace place() const { return scanner_.place(); }

 private:
  // False at the end of the source.
  bool Refill();

  const Source source_;
  CsvScanner scanner_;
  std::string piece_;
  std::size_t next_ = 0;
  bool ended_ = false;
};

}  // namespace qianmo::sheet
