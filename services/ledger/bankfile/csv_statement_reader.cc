#include "ledger/bankfile/csv_statement_reader.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ledger/bankfile/csv_value.h"
#include "ledger/bankfile/sub_account.h"

namespace qianmo::ledger::bankfile {
namespace {

struct ItemSize {
  Column column;
  std::size_t most;
};
// As long as the same may be in XML.
constexpr ItemSize kItemSizes[] = {{Column::kReference, 35},
                                   {Column::kEndToEndId, 35},
                                   {Column::kSubAccount, 34},
                                   {Column::kAccount, 34},
                                   {Column::kOtherBankAccount, 34},
                                   {Column::kOwnAccount, 34},
                                   {Column::kName, 140},
                                   {Column::kBankName, 140},
                                   {Column::kBankCode, 35},
                                   {Column::kRemittance, 500},
                                   {Column::kCode, 35}};

bool IsOneOf(std::string_view word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsCny(std::string_view word) {
  return word == "CNY" || word == "RMB" || word == "人民币" || word == "156";
}

bool IsYes(std::string_view word) {
  return !word.empty() && word != "0" && word != "N" && word != "否";
}

Result<Done> CheckSizes(const CsvRow& row) {
  for (const ItemSize& size : kItemSizes) {
    if (CountCodePoints(row.Get(size.column)) <= size.most) continue;
    const ValueName name = row.Name(size.column);
    return refusals::ValueTooLong(name.place, name.field, size.most);
  }
  return Done();
}

Refusal NotAbove(const ValueName& name) {
  return refusals::AmountNotPositive(name.place, std::string(name.field));
}

}  // namespace

CsvStatementReader::CsvStatementReader(const StatementProfile& profile, StatementSink sink,
                                       const Limits& limits)
    : profile_(profile),
      sink_(std::move(sink)),
      table_(profile.csv,
             {.row = [this](const CsvRow& row) { return Take(row); },
              .totals = [this](const StatedTotals& totals,
                               const refusals::Place& place) -> Result<Done> {
                stated_.push_back({totals, place});
                return Done();
              }},
             limits) {}

void CsvStatementReader::GiveHead(std::string_view account) {
  if (std::exchange(head_given_, true)) return;
  account_ = account;
  StatementHead head;
  head.account = account;
  tally_.Begin();
  sink_.head(head);
}

Result<Done> CsvStatementReader::Take(const CsvRow& row) {
  const std::string_view account = row.Get(Column::kOwnAccount);
  GiveHead(account);
  if (account != account_) return refusals::AccountChanged(row.place());
  if (row.Has(Column::kCurrency) && !IsCny(row.Get(Column::kCurrency))) {
    const ValueName name = row.Name(Column::kCurrency);
    return refusals::CurrencyForeign(name.place, std::string(name.field));
  }
  QM_ASSIGN(const Movement movement, MovementOf(row));
  const bool booked =
      !row.Has(Column::kStatus) || IsOneOf(row.Get(Column::kStatus), profile_.booked_words);
  QM_TRY(tally_.AddEntry({movement.amount, movement.direction, booked}, row.place()));
  if (!booked) return Done();
  QM_TRY(FollowBalance(row, movement.Signed()));
  QM_ASSIGN(StatementItem item, ItemOf(row, movement));
  QM_TRY(tally_.AddItem(&item));
  sink_.item(item);
  return Done();
}

Result<CsvStatementReader::Movement> CsvStatementReader::MovementOf(const CsvRow& row) const {
  if (row.Has(Column::kCredit)) return OfTwoColumns(row);
  return row.Has(Column::kDirection) ? OfWords(row) : OfSign(row);
}

// Exactly one of the two says something; a zero says nothing.
Result<CsvStatementReader::Movement> CsvStatementReader::OfTwoColumns(const CsvRow& row) const {
  const auto read = [&](Column column) -> Result<Fen> {
    if (row.Get(column).empty()) return Fen();
    return ParseCsvTotal(row.Get(column), profile_.csv.fen, row.Name(column));
  };
  QM_ASSIGN(const Fen credit, read(Column::kCredit));
  QM_ASSIGN(const Fen debit, read(Column::kDebit));
  if (credit == Fen() && debit == Fen()) return NotAbove(row.Name(Column::kCredit));
  if (credit != Fen() && debit != Fen()) {
    const ValueName name = row.Name(Column::kDebit);
    return refusals::ValueMalformed(name.place, std::string(name.field),
                                    "empty where the other one is not");
  }
  if (credit != Fen()) return Movement{credit, Direction::kCredit};
  return Movement{debit, Direction::kDebit};
}

Result<CsvStatementReader::Movement> CsvStatementReader::OfSign(const CsvRow& row) const {
  const ValueName name = row.Name(Column::kAmount);
  QM_ASSIGN(const Fen amount, ParseCsvSigned(row.Get(Column::kAmount), profile_.csv.fen, name));
  if (amount == Fen()) return NotAbove(name);
  if (amount > Fen()) return Movement{amount, Direction::kCredit};
  return Movement{-amount, Direction::kDebit};
}

Result<CsvStatementReader::Movement> CsvStatementReader::OfWords(const CsvRow& row) const {
  const ValueName name = row.Name(Column::kAmount);
  QM_ASSIGN(const Fen amount, ParseCsvTotal(row.Get(Column::kAmount), profile_.csv.fen, name));
  if (amount == Fen()) return NotAbove(name);
  const std::string_view word = row.Get(Column::kDirection);
  if (IsOneOf(word, profile_.credit_words)) return Movement{amount, Direction::kCredit};
  if (IsOneOf(word, profile_.debit_words)) return Movement{amount, Direction::kDebit};
  const ValueName direction = row.Name(Column::kDirection);
  return refusals::ValueMalformed(direction.place, std::string(direction.field),
                                  profile_.credit_words[0] + " or " + profile_.debit_words[0]);
}

Result<StatementItem> CsvStatementReader::ItemOf(const CsvRow& row,
                                                 const Movement& movement) const {
  QM_TRY(CheckSizes(row));
  StatementItem item;
  item.reference = row.Get(Column::kReference);
  item.entry = row.place().entry;
  item.line = row.place().line;
  item.amount = movement.amount;
  item.direction = movement.direction;
  item.reversal = IsYes(row.Get(Column::kReversal));
  QM_ASSIGN(item.booking_date, ParseCsvDate(row.Get(Column::kBookingDate), profile_.csv.date,
                                            row.Name(Column::kBookingDate)));
  item.value_date = item.booking_date;
  if (!row.Get(Column::kValueDate).empty()) {
    QM_ASSIGN(item.value_date, ParseCsvDate(row.Get(Column::kValueDate), profile_.csv.date,
                                            row.Name(Column::kValueDate)));
  }
  item.code = row.Get(Column::kCode);
  item.end_to_end_id = row.Get(Column::kEndToEndId);
  item.counterparty.name = row.Get(Column::kName);
  item.counterparty.account = row.Get(Column::kAccount);
  if (item.counterparty.account.empty()) {
    item.counterparty.account = row.Get(Column::kOtherBankAccount);
  } else if (!row.Get(Column::kOtherBankAccount).empty()) {
    const ValueName name = row.Name(Column::kOtherBankAccount);
    return refusals::ValueMalformed(name.place, std::string(name.field),
                                    "empty where the other one is not");
  }
  item.counterparty.bank = row.Get(Column::kBankCode);
  if (item.counterparty.bank.empty()) item.counterparty.bank = row.Get(Column::kBankName);
  item.remittance = row.Get(Column::kRemittance);
  item.return_code = row.Get(Column::kReasonCode);
  item.sub_account = profile_.sub_account.place == SubAccountPlace::kRemittance
                         ? FindSubAccount(item.remittance, profile_.sub_account)
                         : std::string(row.Get(Column::kSubAccount));
  return item;
}

// Each row leads from the balance of its neighbour to its own.
Result<Done> CsvStatementReader::FollowBalance(const CsvRow& row, Fen change) {
  if (!row.Has(Column::kBalance)) return Done();
  QM_ASSIGN(const Fen after, ParseCsvSigned(row.Get(Column::kBalance), profile_.csv.fen,
                                            row.Name(Column::kBalance)));
  const Fen before = after - change;
  if (last_after_) {
    const Fen expected = profile_.newest_first ? *last_before_ : *last_after_ + change;
    if (after != expected) return refusals::BalanceMismatch(row.place(), expected, after);
  } else {
    first_before_ = before;
    first_after_ = after;
  }
  last_before_ = before;
  last_after_ = after;
  return Done();
}

Result<Done> CsvStatementReader::CheckBalances(StatementTail* tail) const {
  const auto& opening = profile_.newest_first ? last_before_ : first_before_;
  const auto& closing = profile_.newest_first ? first_after_ : last_after_;
  if (!opening) return Done();
  if (tail->opening.value_or(*opening) != *opening) {
    return refusals::BalanceMismatch(table_.place(), *opening, *tail->opening);
  }
  if (tail->closing.value_or(*closing) != *closing) {
    return refusals::BalanceMismatch(table_.place(), *closing, *tail->closing);
  }
  tail->opening = opening;
  tail->closing = closing;
  return Done();
}

Result<Done> CsvStatementReader::Finish() {
  QM_TRY(table_.Finish());
  GiveHead("");
  StatedTotals balances;
  for (const Stated& stated : stated_) {
    QM_TRY(tally_.End(stated.totals, stated.place));
    if (stated.totals.opening) balances.opening = stated.totals.opening;
    if (stated.totals.closing) balances.closing = stated.totals.closing;
  }
  QM_ASSIGN(StatementTail tail, tally_.End(balances, table_.place()));
  QM_TRY(CheckBalances(&tail));
  sink_.tail(tail);
  return Done();
}

}  // namespace qianmo::ledger::bankfile
