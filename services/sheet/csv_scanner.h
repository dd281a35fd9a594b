// Takes CSV (RFC 4180) apart byte by byte: quoted cells with delimiters, quotes and line ends in
// them, a BOM, UTF-8 or Chinese encodings. Memory is bounded by the limits whatever comes, a
// gigabyte of zeros or a line without an end included.
#pragma once

#include <cstdint>
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

class CsvScanner {
 public:
  // The bytes begin at `start`, which is 0 or was the place() of another scanner. The delimiter is
  // ASCII, and no letter, digit, quote or line end.
  CsvScanner(Encoding encoding, char delimiter, CsvPlace start, CsvLimits limits);

  enum class Step { kGoOn, kRecord, kFault };
  // At kRecord record() is whole until the next byte; at kFault there is fault(), and nothing more
  // to take. Lines without any character are no records.
  Step Take(unsigned char byte);
  // Behind the last byte; kGoOn where no record was left.
  Step End();

  CsvRecord& record() { return record_; }
  const std::optional<CsvFault>& fault() const { return fault_; }
  // Behind the last byte taken.
  CsvPlace place() const { return place_; }

 private:
  enum class At { kCellStart, kPlain, kQuoted, kQuoteInQuoted, kReturn };

  Step TakeMark(unsigned char byte);
  Step TakeText(unsigned char byte);
  Step Read(unsigned char byte);
  Step ReadInQuotes(unsigned char byte);
  Step Keep(unsigned char byte);
  Step EndCell();
  Step EndRecord();
  Step Fail(CsvProblem problem);

  const Decoder decoder_;
  const char delimiter_;
  const CsvLimits limits_;
  std::size_t mark_ = 0;  // bytes that may yet be a BOM
  bool marked_;           // whether there can be none any more
  At at_ = At::kCellStart;
  CsvPlace place_;
  CsvRecord record_;
  bool given_ = false;  // record_ is of the past
  std::string cell_;
  std::size_t record_bytes_ = 0;
  std::int64_t quote_line_ = 0;
  std::optional<CsvFault> fault_;
};

}  // namespace qianmo::sheet
