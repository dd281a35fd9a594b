#include "ledger/bankfile/camt_reader.h"

#include <utility>

#include "ledger/bankfile/sub_account.h"
#include "ledger/bankfile/value.h"

namespace qianmo::ledger::bankfile {

CamtReader::CamtReader(const StatementProfile& profile, StatementSink sink, const Limits& limits)
    : profile_(profile),
      sink_(std::move(sink)),
      limits_(limits),
      xml_({&StatementForm(), &NotificationForm()},
           {.form =
                [this](std::size_t form) {
                  kind_ = form == 0 ? StatementKind::kStatement : StatementKind::kNotification;
                },
            .event = [this](const XmlEvent& event) { return Take(event); }},
           limits) {}

Result<Done> CamtReader::Take(const XmlEvent& event) {
  if (event.kind != XmlEvent::Kind::kText) return TakeGroup(event);
  if (in_detail_) return TakeDetailText(event, place(), &detail_);
  if (in_entry_) return TakeEntryText(event, place(), &entry_);
  if (event.field >= static_cast<int>(Camt::kCount)) return TakeTotal(event);
  return TakeHeadText(event);
}

Result<Done> CamtReader::TakeGroup(const XmlEvent& event) {
  const bool opens = event.kind == XmlEvent::Kind::kOpen;
  switch (static_cast<Camt>(event.field)) {
    case Camt::kStatement:
      if (!opens) return EndStatement();
      statement_ = Statement();
      statement_.head.kind = kind_;
      statement_.head.message = message_;
      return Done();
    case Camt::kBalance:
      if (!opens) return EndBalance();
      balance_ = {};
      return Done();
    case Camt::kEntry:
      if (!opens) return EndEntry();
      entry_ = CamtEntry();
      entry_.number = ++entries_;
      entry_.line = xml_.line();
      in_entry_ = true;
      if (entries_ > limits_.entries) return refusals::FileTooManyEntries(limits_.entries);
      return GiveHead();
    case Camt::kBatch:
      if (!opens) return EndBatch();
      entry_.batch_count.reset();
      entry_.batch_sum.reset();
      entry_.batch_details = 0;
      entry_.batch_details_sum = Fen();
      return Done();
    default:
      if (!opens) return EndDetail();
      detail_ = {};
      in_detail_ = true;
      return Done();
  }
}

Result<Done> CamtReader::TakeHeadText(const XmlEvent& event) {
  StatementHead& head = statement_.head;
  switch (static_cast<Camt>(event.field)) {
    case Camt::kMessage:
      message_ = event.text;
      return Done();
    case Camt::kPage:
      if (event.text == "1") return Done();
      return refusals::StatementPaged(place());
    case Camt::kLastPage: {
      QM_ASSIGN(const bool last, ParseFlag(event.text, {place(), "LastPgInd"}));
      if (!last) return refusals::StatementPaged(place());
      return Done();
    }
    case Camt::kId:
      head.id = event.text;
      return Done();
    case Camt::kSequence: {
      QM_ASSIGN(head.sequence, ParseCount(event.text, {place(), "ElctrncSeqNb"}));
      return Done();
    }
    case Camt::kFrom: {
      QM_ASSIGN(head.first_day, ParseDayOfTime(event.text, {place(), "FrDtTm"}));
      return Done();
    }
    case Camt::kTo: {
      QM_ASSIGN(head.last_day, ParseDayOfTime(event.text, {place(), "ToDtTm"}));
      return Done();
    }
    case Camt::kAccount:
      // An IBAN and another number: which of them it is would be a guess.
      if (!head.account.empty()) return refusals::XmlRepeated(place(), "Acct/Id");
      head.account = event.text;
      return Done();
    case Camt::kAccountCurrency:
      if (event.text == "CNY") return Done();
      return refusals::CurrencyForeign(place(), "Acct/Ccy");
    case Camt::kRelatedAccount:
      statement_.related_account = event.text;
      return Done();
    case Camt::kBalanceType:
      balance_.type = event.text;
      return Done();
    case Camt::kBalanceAmount: {
      if (event.currency != "CNY") return refusals::CurrencyForeign(place(), "Bal/Amt");
      QM_ASSIGN(balance_.amount, ParseTotal(event.text, {place(), "Bal/Amt"}));
      return Done();
    }
    default: {
      QM_ASSIGN(balance_.direction, ParseDirection(event.text, {place(), "Bal/CdtDbtInd"}));
      return Done();
    }
  }
}

Result<Done> CamtReader::TakeTotal(const XmlEvent& event) {
  StatedTotals& totals = statement_.totals;
  const auto count = [&](std::optional<std::int64_t>* where) -> Result<Done> {
    QM_ASSIGN(*where, ParseCount(event.text, {place(), "TxsSummry/NbOfNtries"}));
    return Done();
  };
  const auto sum = [&](std::optional<Fen>* where) -> Result<Done> {
    QM_ASSIGN(*where, ParseTotal(event.text, {place(), "TxsSummry/Sum"}));
    return Done();
  };
  switch (static_cast<Camt>(event.field)) {
    case Camt::kCount:
      return count(&totals.count);
    case Camt::kSum:
      return sum(&totals.sum);
    case Camt::kNet:
      return sum(&totals.net);
    case Camt::kNetDirection: {
      QM_ASSIGN(statement_.net_direction, ParseDirection(event.text, {place(), "TtlNetNtry"}));
      return Done();
    }
    case Camt::kCreditCount:
      return count(&totals.credit_count);
    case Camt::kCreditSum:
      return sum(&totals.credit_sum);
    case Camt::kDebitCount:
      return count(&totals.debit_count);
    default:
      return sum(&totals.debit_sum);
  }
}

// Of the many kinds of balances two matter; the closing one of the day before opens this one.
Result<Done> CamtReader::EndBalance() {
  std::optional<Fen>* const where = balance_.type == "OPBD"   ? &statement_.opening
                                    : balance_.type == "PRCD" ? &statement_.previous_closing
                                    : balance_.type == "CLBD" ? &statement_.closing
                                                              : nullptr;
  if (where == nullptr) return Done();
  if (!balance_.amount) return refusals::ValueMissing(place(), "Bal/Amt");
  if (!balance_.direction) return refusals::ValueMissing(place(), "Bal/CdtDbtInd");
  if (*where) return refusals::XmlRepeated(place(), balance_.type);
  *where = *balance_.direction == Direction::kCredit ? *balance_.amount : -*balance_.amount;
  return Done();
}

Result<Done> CamtReader::GiveHead() {
  if (std::exchange(statement_.head_given, true)) return Done();
  const StatementHead& head = statement_.head;
  if (head.id.empty()) return refusals::ValueMissing(place(), "Id");
  if (head.account.empty()) return refusals::ValueMissing(place(), "Acct/Id");
  tally_.Begin();
  sink_.head(head);
  return Done();
}

Result<Done> CamtReader::GiveItem(StatementItem item) {
  if (++items_ > limits_.entries) return refusals::FileTooManyEntries(limits_.entries);
  const SubAccountRule& rule = profile_.sub_account;
  if (rule.place == SubAccountPlace::kRelatedAccount) item.sub_account = statement_.related_account;
  if (rule.place == SubAccountPlace::kRemittance) {
    item.sub_account = FindSubAccount(item.remittance, rule);
  }
  if (item.sub_account == statement_.head.account) item.sub_account.clear();
  QM_TRY(tally_.AddItem(&item));
  sink_.item(item);
  return Done();
}

Result<Done> CamtReader::EndDetail() {
  in_detail_ = false;
  QM_TRY(CheckEntry(entry_));
  ++entry_.details;
  ++entry_.batch_details;
  if (!entry_.booked()) return Done();
  const StatementItem item = ItemOf(entry_, detail_, profile_);
  const Fen signed_amount = item.direction == *entry_.direction ? item.amount : -item.amount;
  QM_TRY(AddTo(&entry_.details_sum, signed_amount, {place(), "TxDtls/Amt"}));
  QM_TRY(AddTo(&entry_.batch_details_sum, signed_amount, {place(), "TxDtls/Amt"}));
  return GiveItem(item);
}

Result<Done> CamtReader::EndBatch() {
  if (entry_.batch_details == 0 || !entry_.booked()) return Done();
  if (entry_.batch_count && *entry_.batch_count != entry_.batch_details) {
    return refusals::CountMismatch(place(), "details", entry_.batch_details, *entry_.batch_count);
  }
  if (entry_.batch_sum && *entry_.batch_sum != entry_.batch_details_sum) {
    return refusals::DetailsMismatch(place(), *entry_.batch_sum, entry_.batch_details_sum);
  }
  return Done();
}

Result<Done> CamtReader::EndEntry() {
  QM_TRY(CheckEntry(entry_));
  QM_TRY(tally_.AddEntry({*entry_.amount, *entry_.direction, entry_.booked()}, place()));
  if (entry_.booked() && entry_.details == 0) QM_TRY(GiveItem(ItemOf(entry_, profile_)));
  if (entry_.booked() && entry_.details > 0 && entry_.details_sum != *entry_.amount) {
    return refusals::DetailsMismatch(place(), *entry_.amount, entry_.details_sum);
  }
  in_entry_ = false;
  return Done();
}

Result<Done> CamtReader::EndStatement() {
  QM_TRY(GiveHead());
  Statement& read = statement_;
  StatedTotals totals = read.totals;
  if (totals.net) {
    if (!read.net_direction) return refusals::ValueMissing(place(), "TtlNetNtry/CdtDbtInd");
    if (*read.net_direction == Direction::kDebit) totals.net = -*totals.net;
  }
  if (kind_ == StatementKind::kStatement) {
    totals.opening = read.opening ? read.opening : read.previous_closing;
    totals.closing = read.closing;
    if (!totals.opening) return refusals::BalanceMissing(place(), "OPBD");
    if (!totals.closing) return refusals::BalanceMissing(place(), "CLBD");
    if (read.previous_closing && *read.previous_closing != *totals.opening) {
      return refusals::BalanceMismatch(place(), *read.previous_closing, *totals.opening);
    }
  }
  QM_ASSIGN(const StatementTail tail, tally_.End(totals, place()));
  sink_.tail(tail);
  return Done();
}

}  // namespace qianmo::ledger::bankfile
