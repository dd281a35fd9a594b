#include "sheet/csv_reader.h"

#include <utility>

namespace qianmo::sheet {

CsvReader::CsvReader(Encoding encoding, Source source, CsvPlace start, CsvLimits limits)
    : source_(std::move(source)), scanner_(encoding, ',', start, limits) {}

bool CsvReader::Next(CsvRecord* record) {
  while (!fault() && !ended_) {
    ended_ = !Refill();
    const CsvScanner::Step step =
        ended_ ? scanner_.End() : scanner_.Take(static_cast<unsigned char>(piece_[next_++]));
    if (step != CsvScanner::Step::kRecord) continue;
    *record = std::exchange(scanner_.record(), {});
    return true;
  }
  return false;
}

bool CsvReader::Refill() {
  if (next_ < piece_.size()) return true;
  piece_ = source_();
  next_ = 0;
  return !piece_.empty();
}

}  // namespace qianmo::sheet
