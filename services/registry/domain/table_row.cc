#include "registry/domain/table_row.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"

namespace qianmo::registry {

std::string FoldWord(std::string word) {
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

bool RowReader::IsDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::int64_t> RowReader::AmountIn(std::string_view text, int places,
                                                std::int64_t most) {
  const auto amount = ParseDecimal(text, places);
  if (!amount || *amount < 0 || *amount > most) return std::nullopt;
  return amount;
}

void RowReader::FaultAt(int position, RowProblem problem) {
  faults_->push_back({record_.line, position, problem});
}

std::string RowReader::TextAt(int position, std::string_view cell, std::size_t most) {
  const auto text = NormalizeName(cell);
  if (!text) {
    FaultAt(position, RowProblem::kMalformed);
    return "";
  }
  if (CountCodePoints(*text) > most) FaultAt(position, RowProblem::kTooLong);
  return *text;
}

}  // namespace qianmo::registry
