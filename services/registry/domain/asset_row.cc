#include "registry/domain/asset_row.h"

#include <algorithm>

namespace qianmo::registry {
namespace {

constexpr std::size_t kMostSite = 200;
constexpr std::size_t kMostCode = 40;
constexpr std::size_t kUnitNumberLength = 28;
constexpr int kQuantityPlaces = 3;
constexpr int kMoneyPlaces = 2;
// As in requests for one asset.
constexpr std::int64_t kMostQuantity = 1'000'000'000'000;
constexpr std::int64_t kMostBookValue = 100'000'000'000'000;

bool IsDigitOrCapital(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

bool IsOfCode(char c) {
  return IsDigitOrCapital(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '/' || c == '-';
}

std::string ReadCode(RowReader* row, AssetColumn column) {
  std::string code = row->Text(column, kMostCode);
  if (!std::ranges::all_of(code, IsOfCode)) row->Fault(column, RowProblem::kMalformed);
  return code;
}

void ReadKind(RowReader* row, AssetTableRow* into) {
  const auto asset_class = row->Word(AssetColumn::kClass, AssetClassWords());
  const auto measure = row->Word(AssetColumn::kMeasure, MeasureWords());
  into->right = row->Word(AssetColumn::kRight, RightTypeWords()).value_or(RightType::kNone);
  into->asset_class = asset_class.value_or(into->asset_class);
  into->measure = measure.value_or(into->measure);
  if (!asset_class || !measure) return;
  const auto fits = CheckKind("", *asset_class, into->right, *measure);
  if (fits) return;
  const bool right = fits.refusal().reason == "RIGHT_UNFIT";
  row->Fault(right ? AssetColumn::kRight : AssetColumn::kMeasure, RowProblem::kContradiction);
}

void ReadAmounts(RowReader* row, AssetTableRow* into) {
  const auto quantity = row->Amount(AssetColumn::kQuantity, kQuantityPlaces, kMostQuantity);
  into->quantity_e3 = quantity.value_or(0);
  if (quantity && !CheckQuantity("", *quantity, into->measure)) {
    row->Fault(AssetColumn::kQuantity, RowProblem::kMalformed);
  }
  into->book_value_fen =
      row->Amount(AssetColumn::kBookValue, kMoneyPlaces, kMostBookValue).value_or(0);
}

}  // namespace

AssetTableRow ReadAssetRow(const TableHeader& header, const ImportRecord& record,
                           std::vector<RowFault>* faults) {
  AssetTableRow into{.line = record.line};
  RowReader row(header, record, faults);
  into.collective = row.Needed(AssetColumn::kCollective, kMostCollectiveName);
  into.name = row.Needed(AssetColumn::kName, kMostAssetName);
  if (record.cells.size() != header.width()) {
    faults->push_back({record.line, 0, RowProblem::kWidth});
    return into;
  }
  for (const auto column : {AssetColumn::kClass, AssetColumn::kQuantity, AssetColumn::kMeasure}) {
    row.Needed(column, kMostWord);
  }
  ReadKind(&row, &into);
  ReadAmounts(&row, &into);
  into.site = row.Text(AssetColumn::kSite, kMostSite);
  into.parcel_code = ReadCode(&row, AssetColumn::kParcelCode);
  into.contract_code = ReadCode(&row, AssetColumn::kContractCode);
  into.unit_number = row.Text(AssetColumn::kUnitNumber, kUnitNumberLength);
  if (!into.unit_number.empty() && (into.unit_number.size() != kUnitNumberLength ||
                                    !std::ranges::all_of(into.unit_number, IsDigitOrCapital))) {
    row.Fault(AssetColumn::kUnitNumber, RowProblem::kMalformed);
  }
  into.state = row.Word(AssetColumn::kState, AssetStateWords()).value_or(AssetState::kIdle);
  return into;
}

}  // namespace qianmo::registry
