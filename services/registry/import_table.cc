#include "registry/import_table.h"

#include "registry/domain/import_refusals.h"
#include "sheet/formula.h"

namespace qianmo::registry {
namespace {

constexpr std::int64_t kReadAtOnce = 512 << 10;
constexpr std::size_t kMostFormulas = 5;  // that are told of one row

std::optional<sheet::Encoding> EncodingOf(const std::string& content_type) {
  if (content_type == "text/plain; charset=utf-8") return sheet::Encoding::kUtf8;
  if (content_type == "text/plain; charset=gb18030") return sheet::Encoding::kGb18030;
  return std::nullopt;
}

std::string_view InWords(sheet::CsvProblem problem) {
  switch (problem) {
    case sheet::CsvProblem::kControlCharacter:
      return "there is a control character";
    case sheet::CsvProblem::kStrayQuote:
      return "a quote stands where none belongs";
    case sheet::CsvProblem::kOpenQuote:
      return "this quote is never closed";
    case sheet::CsvProblem::kLoneReturn:
      return "a line ends in CR alone";
    case sheet::CsvProblem::kCellTooLong:
      return "the cell is too long";
    case sheet::CsvProblem::kTooManyCells:
      return "the row has too many cells";
    case sheet::CsvProblem::kRecordTooLong:
      return "the row is too long";
    case sheet::CsvProblem::kWrongEncoding:
      return "these bytes are no text of the file's encoding";
  }
  return "it cannot be read";
}

Refusal ToRefusal(const sheet::CsvFault& fault) {
  return refusals::ImportMalformed(InWords(fault.problem), fault.line, fault.column);
}

std::unique_ptr<sheet::CsvReader> ReaderAt(pg::Transaction& tx, const crypto::Keyring& ring,
                                           CountyId county, FileId file, sheet::Encoding encoding,
                                           sheet::CsvPlace from) {
  const Sha256Sum content = ContentOf(tx, county, file).sha256;
  auto source = [&tx, &ring, county, content, offset = from.offset]() mutable {
    std::string piece = ReadContent(tx, ring, county, content, offset, kReadAtOnce);
    offset += static_cast<std::int64_t>(piece.size());
    return piece;
  };
  return std::make_unique<sheet::CsvReader>(encoding, std::move(source), from);
}

}  // namespace

Result<ImportTable> ImportTable::Open(pg::Transaction& tx, const crypto::Keyring& ring,
                                      CountyId county, FileId file, const TableColumns& columns,
                                      sheet::CsvPlace from) {
  const v1::File about = ReadFile(tx, county, file);
  const auto encoding = EncodingOf(about.content_type());
  if (!encoding) return refusals::ImportNotText();
  auto reader = ReaderAt(tx, ring, county, file, *encoding, {});
  sheet::CsvRecord head;
  const bool found = reader->Next(&head);
  if (reader->fault()) return ToRefusal(*reader->fault());
  if (!found) return refusals::ImportEmpty();
  QM_ASSIGN(TableHeader header, TableHeader::Read(columns, head.cells));
  if (from.offset > 0) reader = ReaderAt(tx, ring, county, file, *encoding, from);
  return ImportTable(std::move(header), std::move(reader), about.size());
}

Result<std::optional<ImportRecord>> ImportTable::Next(std::vector<RowFault>* faults) {
  sheet::CsvRecord record;
  const bool found = reader_->Next(&record);
  if (reader_->fault()) return ToRefusal(*reader_->fault());
  place_ = found ? record.place : reader_->place();
  if (!found) return std::optional<ImportRecord>();
  ImportRecord meant{.line = record.place.line, .cells = {}};
  for (const std::string& cell : record.cells) {
    meant.cells.push_back(sheet::Unguard(cell));
    // Also what is one behind its guard: a table that we gave back is no way around.
    const bool runs = sheet::IsFormula(cell) || sheet::IsFormula(meant.cells.back());
    const bool counts = meant.cells.size() <= header_.width() && faults->size() < kMostFormulas;
    if (!runs || !counts) continue;
    faults->push_back({meant.line, static_cast<int>(meant.cells.size()), RowProblem::kFormula});
  }
  return std::optional(std::move(meant));
}

}  // namespace qianmo::registry
