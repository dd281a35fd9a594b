#include "sheet/csv_scanner.h"

#include <string_view>
#include <utility>

namespace qianmo::sheet {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// No encoding has these inside of a longer character, nor quotes, commas and line ends: what is
// said by them can be found before decoding.
bool IsNoText(unsigned char byte) {
  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

}  // namespace

CsvScanner::CsvScanner(Encoding encoding, char delimiter, CsvPlace start, CsvLimits limits)
    : decoder_(encoding),
      delimiter_(delimiter),
      limits_(limits),
      marked_(start.offset != 0),
      place_(start) {
  record_.place = start;
}

CsvScanner::Step CsvScanner::Take(unsigned char byte) {
  if (std::exchange(given_, false)) {
    record_.cells.clear();
    record_.place = place_;
  }
  return marked_ ? TakeText(byte) : TakeMark(byte);
}

// In GB18030 a BOM would be half of a character at the beginning of a table: nobody's header.
CsvScanner::Step CsvScanner::TakeMark(unsigned char byte) {
  if (byte == static_cast<unsigned char>(kByteOrderMark[mark_])) {
    marked_ = ++mark_ == kByteOrderMark.size();
    if (marked_) record_.place.offset = place_.offset = static_cast<std::int64_t>(mark_);
    return Step::kGoOn;
  }
  marked_ = true;
  for (const char held : kByteOrderMark.substr(0, mark_)) {
    if (TakeText(static_cast<unsigned char>(held)) == Step::kFault) return Step::kFault;
  }
  return TakeText(byte);
}

CsvScanner::Step CsvScanner::TakeText(unsigned char byte) {
  const Step step = Read(byte);
  if (step == Step::kFault) return step;
  if (byte == '\n') ++place_.line;
  ++place_.offset;
  if (step != Step::kRecord) return step;
  return EndRecord();
}

CsvScanner::Step CsvScanner::Read(unsigned char byte) {
  if (IsNoText(byte)) return Fail(CsvProblem::kControlCharacter);
  if (at_ == At::kReturn && byte != '\n') return Fail(CsvProblem::kLoneReturn);
  if (at_ == At::kQuoted) return ReadInQuotes(byte);
  if (at_ == At::kQuoteInQuoted && byte == '"') {
    at_ = At::kQuoted;
    return Keep(byte);
  }
  if (byte == static_cast<unsigned char>(delimiter_)) {
    at_ = At::kCellStart;
    ++record_bytes_;
    return EndCell();
  }
  switch (byte) {
    case '\r':
      at_ = At::kReturn;
      return Step::kGoOn;
    case '\n':
      return EndCell() == Step::kFault ? Step::kFault : Step::kRecord;
    case '"':
      if (at_ != At::kCellStart) return Fail(CsvProblem::kStrayQuote);
      at_ = At::kQuoted;
      quote_line_ = place_.line;
      ++record_bytes_;
      return Step::kGoOn;
    default:
      if (at_ == At::kQuoteInQuoted) return Fail(CsvProblem::kStrayQuote);
      at_ = At::kPlain;
      return Keep(byte);
  }
}

CsvScanner::Step CsvScanner::ReadInQuotes(unsigned char byte) {
  if (byte != '"') return Keep(byte);
  at_ = At::kQuoteInQuoted;
  return Step::kGoOn;
}

CsvScanner::Step CsvScanner::Keep(unsigned char byte) {
  if (cell_.size() == limits_.cell_bytes) return Fail(CsvProblem::kCellTooLong);
  if (record_bytes_ >= limits_.record_bytes) return Fail(CsvProblem::kRecordTooLong);
  cell_ += static_cast<char>(byte);
  ++record_bytes_;
  return Step::kGoOn;
}

CsvScanner::Step CsvScanner::EndCell() {
  if (record_.cells.size() == limits_.cells) return Fail(CsvProblem::kTooManyCells);
  auto text = decoder_.Decode(cell_);
  if (!text) return Fail(CsvProblem::kWrongEncoding);
  record_.cells.push_back(*std::move(text));
  cell_.clear();
  return Step::kGoOn;
}

CsvScanner::Step CsvScanner::EndRecord() {
  const bool empty = record_.cells.size() == 1 && record_bytes_ == 0;
  given_ = true;
  at_ = At::kCellStart;
  record_bytes_ = 0;
  return empty ? Step::kGoOn : Step::kRecord;
}

CsvScanner::Step CsvScanner::End() {
  if (!marked_ && mark_ > 0) {
    marked_ = true;
    for (const char held : kByteOrderMark.substr(0, mark_)) {
      if (TakeText(static_cast<unsigned char>(held)) == Step::kFault) return Step::kFault;
    }
  }
  if (at_ == At::kReturn) return Fail(CsvProblem::kLoneReturn);
  if (at_ == At::kQuoted) {
    fault_ =
        CsvFault{CsvProblem::kOpenQuote, quote_line_, static_cast<int>(record_.cells.size()) + 1};
    return Step::kFault;
  }
  const bool nothing = given_ || (at_ == At::kCellStart && record_.cells.empty());
  if (nothing) return Step::kGoOn;
  if (EndCell() == Step::kFault) return Step::kFault;
  return EndRecord();
}

CsvScanner::Step CsvScanner::Fail(CsvProblem problem) {
  fault_ = CsvFault{problem, place_.line, static_cast<int>(record_.cells.size()) + 1};
  return Step::kFault;
}

}  // namespace qianmo::sheet
