// Reads CSV (RFC 4180) as it arrives: quoted cells with commas, quotes and line ends in them, a
// BOM, UTF-8 or GB18030. Memory is bounded by the limits whatever comes, a gigabyte of zeros or a
// line without an end included.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sheet/decoder.h"

namespace qianmo::sheet {

struct CsvLimits {
  std::size_t cell_bytes = 4096;
  std::size_t cells = 100;
  std::size_t record_bytes = 64 << 10;
};

enum class CsvProblem {
  kControlCharacter = 1,  // nothing that text has, such as a zero
  kStrayQuote = 2,        // a quote inside a cell that has none around it, or text behind one
  kOpenQuote = 3,         // the file ends inside of quotes
  kLoneReturn = 4,        // a CR without LF
  kCellTooLong = 5,
  kTooManyCells = 6,
  kRecordTooLong = 7,
  kWrongEncoding = 8,
};
struct CsvFault {
  CsvProblem problem;
  std::int64_t line;  // from 1, of the file
  int column;         // from 1: which cell of its record

  bool operator==(const CsvFault&) const = default;
};

// Where a record begins.
struct CsvPlace {
  std::int64_t offset = 0;  // in bytes of the file
  std::int64_t line = 1;

  bool operator==(const CsvPlace&) const = default;
};

struct CsvRecord {
  CsvPlace place;
  std::vector<std::string> cells;  // UTF-8
};

class CsvReader {
 public:
  // The next bytes of the file; empty at its end.
  using Source = std::function<std::string()>;
  // `source` begins at `start`, which is 0 or was the place() of another reader.
  CsvReader(Encoding encoding, Source source, CsvPlace start = {}, CsvLimits limits = {});

  // False at the end, and at a fault, behind which there is nothing more to read. Lines without
  // any character are no records.
  bool Next(CsvRecord* record);
  const std::optional<CsvFault>& fault() const { return fault_; }
  // Behind the last record.
  CsvPlace place() const { return place_; }

 private:
  enum class At { kCellStart, kPlain, kQuoted, kQuoteInQuoted, kReturn };
  enum class Outcome { kGoOn, kRecord, kFault };

  int Peek();
  void Advance();
  void SkipByteOrderMark();
  bool ReadCells(CsvRecord* record);
  Outcome Take(unsigned char byte, At* at, CsvRecord* record);
  Outcome TakeInQuotes(unsigned char byte, At* at, CsvRecord* record);
  Outcome Keep(unsigned char byte, CsvRecord* record);
  Outcome EndCell(CsvRecord* record);
  Outcome AtEnd(At at, CsvRecord* record);
  Outcome Fail(CsvProblem problem, const CsvRecord& record);

  const Decoder decoder_;
  const Source source_;
  const CsvLimits limits_;
  std::string piece_;
  std::size_t next_ = 0;
  CsvPlace place_;
  std::string cell_;
  std::size_t record_bytes_ = 0;
  std::int64_t quote_line_ = 0;
  std::optional<CsvFault> fault_;
};

}  // namespace qianmo::sheet
