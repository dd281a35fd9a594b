#include "sheet/csv_reader.h"

#include <string_view>
#include <utility>

namespace qianmo::sheet {
namespace {

constexpr int kEnd = -1;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Neither encoding has these inside of a longer character, nor quotes, commas and line ends: what
// is said by them can be found before decoding.
bool IsNoText(unsigned char byte) {
  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

}  // namespace

CsvReader::CsvReader(Encoding encoding, Source source, CsvPlace start, CsvLimits limits)
    : decoder_(encoding), source_(std::move(source)), limits_(limits), place_(start) {
  if (place_.offset == 0) SkipByteOrderMark();
}

bool CsvReader::Next(CsvRecord* record) {
  while (!fault_ && Peek() != kEnd) {
    if (!ReadCells(record)) return false;
    const bool empty = record->cells.size() == 1 && record_bytes_ == 0;
    if (!empty) return true;
  }
  return false;
}

int CsvReader::Peek() {
  if (next_ == piece_.size()) {
    piece_ = source_();
    next_ = 0;
    if (piece_.empty()) return kEnd;
  }
  return static_cast<unsigned char>(piece_[next_]);
}

void CsvReader::Advance() {
  if (piece_[next_] == '\n') ++place_.line;
  ++next_;
  ++place_.offset;
}

// In GB18030 these bytes would be half of a character at the beginning of a table: nobody's header.
void CsvReader::SkipByteOrderMark() {
  while (piece_.size() < kByteOrderMark.size()) {
    const std::string more = source_();
    if (more.empty()) break;
    piece_ += more;
  }
  if (!piece_.starts_with(kByteOrderMark)) return;
  next_ = kByteOrderMark.size();
  place_.offset = static_cast<std::int64_t>(next_);
}

bool CsvReader::ReadCells(CsvRecord* record) {
  record->place = place_;
  record->cells.clear();
  cell_.clear();
  record_bytes_ = 0;
  At at = At::kCellStart;
  while (true) {
    const int byte = Peek();
    if (byte == kEnd) return AtEnd(at, record) == Outcome::kRecord;
    const Outcome outcome = Take(static_cast<unsigned char>(byte), &at, record);
    if (outcome == Outcome::kFault) return false;
    Advance();
    if (outcome == Outcome::kRecord) return true;
  }
}

CsvReader::Outcome CsvReader::Take(unsigned char byte, At* at, CsvRecord* record) {
  if (IsNoText(byte)) return Fail(CsvProblem::kControlCharacter, *record);
  if (*at == At::kReturn && byte != '\n') return Fail(CsvProblem::kLoneReturn, *record);
  if (*at == At::kQuoted) return TakeInQuotes(byte, at, record);
  if (*at == At::kQuoteInQuoted && byte == '"') {
    *at = At::kQuoted;
    return Keep(byte, record);
  }
  switch (byte) {
    case ',':
      *at = At::kCellStart;
      ++record_bytes_;
      return EndCell(record);
    case '\r':
      *at = At::kReturn;
      return Outcome::kGoOn;
    case '\n':
      return EndCell(record) == Outcome::kFault ? Outcome::kFault : Outcome::kRecord;
    case '"':
      if (*at != At::kCellStart) return Fail(CsvProblem::kStrayQuote, *record);
      *at = At::kQuoted;
      quote_line_ = place_.line;
      ++record_bytes_;
      return Outcome::kGoOn;
    default:
      if (*at == At::kQuoteInQuoted) return Fail(CsvProblem::kStrayQuote, *record);
      *at = At::kPlain;
      return Keep(byte, record);
  }
}

CsvReader::Outcome CsvReader::TakeInQuotes(unsigned char byte, At* at, CsvRecord* record) {
  if (byte != '"') return Keep(byte, record);
  *at = At::kQuoteInQuoted;
  return Outcome::kGoOn;
}

CsvReader::Outcome CsvReader::Keep(unsigned char byte, CsvRecord* record) {
  if (cell_.size() == limits_.cell_bytes) return Fail(CsvProblem::kCellTooLong, *record);
  if (record_bytes_ >= limits_.record_bytes) return Fail(CsvProblem::kRecordTooLong, *record);
  cell_ += static_cast<char>(byte);
  ++record_bytes_;
  return Outcome::kGoOn;
}

CsvReader::Outcome CsvReader::EndCell(CsvRecord* record) {
  if (record->cells.size() == limits_.cells) return Fail(CsvProblem::kTooManyCells, *record);
  auto text = decoder_.Decode(cell_);
  if (!text) return Fail(CsvProblem::kWrongEncoding, *record);
  record->cells.push_back(*std::move(text));
  cell_.clear();
  return Outcome::kGoOn;
}

CsvReader::Outcome CsvReader::AtEnd(At at, CsvRecord* record) {
  if (at == At::kReturn) return Fail(CsvProblem::kLoneReturn, *record);
  if (at == At::kQuoted) {
    fault_ =
        CsvFault{CsvProblem::kOpenQuote, quote_line_, static_cast<int>(record->cells.size()) + 1};
    return Outcome::kFault;
  }
  return EndCell(record) == Outcome::kFault ? Outcome::kFault : Outcome::kRecord;
}

CsvReader::Outcome CsvReader::Fail(CsvProblem problem, const CsvRecord& record) {
  fault_ = CsvFault{problem, place_.line, static_cast<int>(record.cells.size()) + 1};
  return Outcome::kFault;
}

}  // namespace qianmo::sheet
