#include "ledger/bankfile/payout_csv.h"

#include <optional>

#include "ledger/bankfile/csv_table.h"
#include "ledger/bankfile/csv_text.h"
#include "ledger/bankfile/csv_value.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr std::size_t kBankDigits = 3;  // of the 12: which bank; the others: where

std::string PayoutCell(const PayoutProfile& profile, const PayoutHead& head, const PayoutItem& item,
                       Column column) {
  const bool split = profile.csv.HeaderOf(Column::kOtherBankAccount) != nullptr;
  const bool own = !split || IsOwnBank(profile, item.payee);
  switch (column) {
    case Column::kEndToEndId:
      return item.end_to_end_id;
    case Column::kName:
      return item.payee.name;
    case Column::kAccount:
      return own ? item.payee.account : "";
    case Column::kOtherBankAccount:
      return own ? "" : item.payee.account;
    case Column::kBankCode:
      return item.payee.bank_code;
    case Column::kBankName:
      return item.payee.bank_name;
    case Column::kAmount:
      return FormatCsvAmount(item.amount, profile.csv.fen);
    case Column::kRemittance:
      return item.remittance;
    case Column::kCurrency:
      return "CNY";
    case Column::kOwnAccount:
      return head.payer_account;
    case Column::kExecutionDate:
      return FormatCsvDate(head.execution, profile.csv.date);
    case Column::kPayoutId:
      return head.id;
    default:
      return "";
  }
}

// The rows of a file that is being read.
class PayoutRows {
 public:
  PayoutRows(const PayoutProfile& profile, const std::function<void(const PayoutItem&)>& item)
      : profile_(profile), item_sink_(item) {}

  Result<Done> Take(const CsvRow& row) {
    PayoutItem item;
    item.end_to_end_id = row.Get(Column::kEndToEndId);
    item.payee.name = row.Get(Column::kName);
    item.payee.account = row.Get(Column::kAccount);
    if (item.payee.account.empty()) item.payee.account = row.Get(Column::kOtherBankAccount);
    item.payee.bank_code = row.Get(Column::kBankCode);
    item.payee.bank_name = row.Get(Column::kBankName);
    item.remittance = row.Get(Column::kRemittance);
    const ValueName name = row.Name(Column::kAmount);
    QM_ASSIGN(item.amount, ParseCsvTotal(row.Get(Column::kAmount), profile_.csv.fen, name));
    if (item.amount == Fen()) {
      return refusals::AmountNotPositive(name.place, std::string(name.field));
    }
    for (const Column needed : {Column::kEndToEndId, Column::kName}) {
      if (row.Get(needed).empty()) {
        return refusals::ValueMissing(row.place(), std::string(row.Name(needed).field));
      }
    }
    if (item.payee.account.empty()) {
      return refusals::ValueMissing(row.place(), std::string(row.Name(Column::kAccount).field));
    }
    QM_TRY(TakeHead(row));
    ++head_.count;
    QM_TRY(AddTo(&head_.sum, item.amount, name));
    if (item_sink_) item_sink_(item);
    return Done();
  }

  Result<Done> Check(const StatedTotals& stated, const refusals::Place& place) const {
    if (stated.count && *stated.count != head_.count) {
      return refusals::CountMismatch(place, "items", head_.count, *stated.count);
    }
    if (stated.sum && *stated.sum != head_.sum) {
      return refusals::SumMismatch(place, "items", head_.sum, *stated.sum);
    }
    return Done();
  }

  const PayoutHead& head() const { return head_; }

 private:
  // Every row says it, and all say the same.
  Result<Done> TakeHead(const CsvRow& row) {
    PayoutHead head = head_;
    head.id = row.Get(Column::kPayoutId);
    head.payer_account = row.Get(Column::kOwnAccount);
    if (row.Has(Column::kExecutionDate)) {
      QM_ASSIGN(head.execution, ParseCsvDate(row.Get(Column::kExecutionDate), profile_.csv.date,
                                             row.Name(Column::kExecutionDate)));
    }
    if (head_.count > 0 && head != head_) return refusals::AccountChanged(row.place());
    head_ = head;
    return Done();
  }

  const PayoutProfile& profile_;
  const std::function<void(const PayoutItem&)>& item_sink_;
  PayoutHead head_;
};

}  // namespace

bool IsOwnBank(const PayoutProfile& profile, const Payee& payee) {
  return payee.bank_code.substr(0, kBankDigits) == profile.bank_code.substr(0, kBankDigits);
}

Result<std::string> WritePayoutCsv(const PayoutProfile& profile, const PayoutHead& head,
                                   const std::vector<PayoutItem>& items) {
  CsvText text(profile.csv, {.count = head.count, .sum = head.sum});
  for (const PayoutItem& item : items) {
    std::vector<std::string> cells;
    for (const CsvColumn& column : profile.csv.columns) {
      cells.push_back(PayoutCell(profile, head, item, column.meaning));
    }
    text.Row(cells);
  }
  auto bytes = text.Finish();
  if (!bytes) return refusals::PayoutUnsound("a name of the profile cannot be written");
  return *std::move(bytes);
}

Result<PayoutHead> ReadPayoutCsv(const PayoutProfile& profile, std::string_view bytes,
                                 const std::function<void(const PayoutItem&)>& item,
                                 const Limits& limits) {
  PayoutRows rows(profile, item);
  std::vector<std::pair<StatedTotals, refusals::Place>> stated;
  CsvTable table(
      profile.csv,
      {.row = [&](const CsvRow& row) { return rows.Take(row); },
       .totals = [&](const StatedTotals& totals, const refusals::Place& place) -> Result<Done> {
         stated.emplace_back(totals, place);
         return Done();
       }},
      limits);
  QM_TRY(table.Feed(bytes));
  QM_TRY(table.Finish());
  for (const auto& [totals, place] : stated) QM_TRY(rows.Check(totals, place));
  return rows.head();
}

}  // namespace qianmo::ledger::bankfile
