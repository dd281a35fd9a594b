#include "ledger/bankfile/csv_result_reader.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "ledger/bankfile/csv_value.h"

namespace qianmo::ledger::bankfile {
namespace {

struct ResultSize {
  Column column;
  std::size_t most;
};
// As long as the same may be in XML.
constexpr ResultSize kResultSizes[] = {{Column::kEndToEndId, 35}, {Column::kReference, 35},
                                       {Column::kReasonCode, 35}, {Column::kReason, 500},
                                       {Column::kAccount, 34},    {Column::kOtherBankAccount, 34},
                                       {Column::kPayoutId, 35},   {Column::kStatus, 35}};

}  // namespace

CsvResultReader::CsvResultReader(const ResultProfile& profile, ResultSink sink,
                                 const Limits& limits)
    : profile_(profile),
      sink_(std::move(sink)),
      table_(profile.csv,
             {.row = [this](const CsvRow& row) { return Take(row); },
              .totals = [this](const StatedTotals& totals,
                               const refusals::Place& place) -> Result<Done> {
                stated_.emplace_back(totals, place);
                return Done();
              }},
             limits) {}

void CsvResultReader::GiveHead(std::string_view payout) {
  if (std::exchange(head_given_, true)) return;
  ResultHead head;
  head.original_message = payout;
  sink_.head(head);
}

Outcome CsvResultReader::OutcomeOfWord(std::string_view word) const {
  const std::pair<const std::vector<std::string>*, Outcome> words[] = {
      {&profile_.accepted_words, Outcome::kAccepted},
      {&profile_.paid_words, Outcome::kPaid},
      {&profile_.rejected_words, Outcome::kRejected},
      {&profile_.returned_words, Outcome::kReturned},
      {&profile_.pending_words, Outcome::kPending}};
  for (const auto& [list, outcome] : words) {
    if (std::find(list->begin(), list->end(), word) != list->end()) return outcome;
  }
  return Outcome::kUnknown;
}

Result<Done> CsvResultReader::Take(const CsvRow& row) {
  for (const ResultSize& size : kResultSizes) {
    if (CountCodePoints(row.Get(size.column)) <= size.most) continue;
    const ValueName name = row.Name(size.column);
    return refusals::ValueTooLong(name.place, name.field, size.most);
  }
  GiveHead(row.Get(Column::kPayoutId));
  PayoutResult result;
  result.line = row.place().line;
  result.end_to_end_id = row.Get(Column::kEndToEndId);
  if (result.end_to_end_id.empty()) return refusals::ResultWithoutId(row.place());
  result.status = row.Get(Column::kStatus);
  result.outcome = OutcomeOfWord(result.status);
  result.reason_code = row.Get(Column::kReasonCode);
  result.reason = row.Get(Column::kReason);
  result.reference = row.Get(Column::kReference);
  result.account = row.Get(Column::kAccount);
  if (result.account.empty()) result.account = row.Get(Column::kOtherBankAccount);
  const ValueName amount = row.Name(Column::kAmount);
  if (!row.Get(Column::kAmount).empty()) {
    QM_ASSIGN(result.amount, ParseCsvTotal(row.Get(Column::kAmount), profile_.csv.fen, amount));
    if (*result.amount == Fen()) {
      return refusals::AmountNotPositive(amount.place, std::string(amount.field));
    }
    QM_TRY(AddTo(&sum_, *result.amount, amount));
  }
  summed_ = summed_ && result.amount.has_value();
  ++count_;
  sink_.result(result);
  return Done();
}

Result<Done> CsvResultReader::Finish() {
  QM_TRY(table_.Finish());
  GiveHead("");
  for (const auto& [totals, place] : stated_) {
    if (totals.count && *totals.count != count_) {
      return refusals::CountMismatch(place, "items", count_, *totals.count);
    }
    if (totals.sum && summed_ && *totals.sum != sum_) {
      return refusals::SumMismatch(place, "items", sum_, *totals.sum);
    }
  }
  return Done();
}

}  // namespace qianmo::ledger::bankfile
