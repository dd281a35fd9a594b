#include "ledger/bankfile/camt_entry.h"

#include <algorithm>

#include "ledger/bankfile/profile_check.h"
#include "ledger/bankfile/sub_account.h"
#include "ledger/bankfile/value.h"

namespace qianmo::ledger::bankfile {
namespace {

// What banks write where they have nothing to write.
bool IsNoReference(std::string_view text) {
  return text == "NOTPROVIDED" || text == "NONREF" || text == "NOTREF";
}

// "Ntry/Amt" and its like, for refusals.
constexpr const char* kEntryAmount = "Ntry/Amt";
constexpr const char* kEntryDirection = "Ntry/CdtDbtInd";
constexpr const char* kEntryBookingDate = "Ntry/BookgDt";

Result<Done> TakeCode(const XmlEvent& event, Camt first, CamtCode* code) {
  std::string* const parts[] = {&code->domain, &code->family, &code->sub_family, &code->own};
  *parts[event.field - static_cast<int>(first)] = event.text;
  return Done();
}

// Several lines are one text.
void AppendLine(std::string_view line, std::string* text) {
  if (line.empty()) return;
  if (!text->empty()) *text += ' ';
  *text += line;
}

// A code is worth more than a name, and a name more than what is no code.
void TakeBankCode(std::string_view text, Counterparty* party) {
  if (IsBankCode(text) || party->bank.empty()) party->bank = text;
}
void TakeBankName(std::string_view text, Counterparty* party) {
  if (!IsBankCode(party->bank)) party->bank = text;
}

Result<Done> TakeParty(const XmlEvent& event, Camt first, Counterparty* party) {
  switch (event.field - static_cast<int>(first)) {
    case 0:
      party->name = event.text;
      break;
    case 1:
      party->account = event.text;
      break;
    case 2:
      TakeBankCode(event.text, party);
      break;
    default:
      TakeBankName(event.text, party);
  }
  return Done();
}

}  // namespace

std::string CamtCode::Text() const {
  if (domain.empty()) return own;
  std::string text = domain;
  if (!family.empty()) text += "/" + family;
  if (!sub_family.empty()) text += "/" + sub_family;
  return text;
}

Result<Direction> ParseDirection(std::string_view text, const ValueName& name) {
  if (text == "CRDT") return Direction::kCredit;
  if (text == "DBIT") return Direction::kDebit;
  return refusals::ValueMalformed(name.place, std::string(name.field), "CRDT or DBIT");
}

Result<Fen> ParseCamtAmount(const XmlEvent& event, const ValueName& name) {
  if (event.currency != "CNY") {
    return refusals::CurrencyForeign(name.place, std::string(name.field));
  }
  return ParseAmount(event.text, name);
}

Result<Done> TakeEntryText(const XmlEvent& event, const refusals::Place& place, CamtEntry* entry) {
  switch (static_cast<Camt>(event.field)) {
    case Camt::kEntryReference:
      if (!IsNoReference(event.text)) entry->entry_reference = event.text;
      return Done();
    case Camt::kAmount: {
      QM_ASSIGN(entry->amount, ParseCamtAmount(event, {place, kEntryAmount}));
      return Done();
    }
    case Camt::kDirection: {
      QM_ASSIGN(entry->direction, ParseDirection(event.text, {place, kEntryDirection}));
      return Done();
    }
    case Camt::kReversal: {
      QM_ASSIGN(entry->reversal, ParseFlag(event.text, {place, "Ntry/RvslInd"}));
      return Done();
    }
    case Camt::kStatus:
      entry->status = event.text;
      return Done();
    case Camt::kBookingDay: {
      QM_ASSIGN(entry->booking_date, ParseDay(event.text, {place, kEntryBookingDate}));
      return Done();
    }
    case Camt::kBookingTime: {
      QM_ASSIGN(entry->booking_date, ParseDayOfTime(event.text, {place, kEntryBookingDate}));
      return Done();
    }
    case Camt::kValueDay: {
      QM_ASSIGN(entry->value_date, ParseDay(event.text, {place, "Ntry/ValDt"}));
      return Done();
    }
    case Camt::kValueTime: {
      QM_ASSIGN(entry->value_date, ParseDayOfTime(event.text, {place, "Ntry/ValDt"}));
      return Done();
    }
    case Camt::kServicerReference:
      if (!IsNoReference(event.text)) entry->servicer_reference = event.text;
      return Done();
    case Camt::kBatchCount: {
      QM_ASSIGN(entry->batch_count, ParseCount(event.text, {place, "Btch/NbOfTxs"}));
      return Done();
    }
    case Camt::kBatchSum: {
      QM_ASSIGN(const Fen sum, ParseCamtAmount(event, {place, "Btch/TtlAmt"}));
      entry->batch_sum = sum;
      return Done();
    }
    case Camt::kEntryText:
      entry->text = event.text;
      return Done();
    default:
      return TakeCode(event, Camt::kDomain, &entry->code);
  }
}

Result<Done> TakeDetailText(const XmlEvent& event, const refusals::Place& place,
                            CamtDetail* detail) {
  switch (static_cast<Camt>(event.field)) {
    case Camt::kDetailReference:
      detail->reference = event.text;
      return Done();
    case Camt::kEndToEndId:
      if (!IsNoReference(event.text)) detail->end_to_end_id = event.text;
      return Done();
    case Camt::kDetailAmount: {
      QM_ASSIGN(detail->amount, ParseCamtAmount(event, {place, "TxDtls/Amt"}));
      return Done();
    }
    case Camt::kTransactionAmount: {
      QM_ASSIGN(detail->transaction_amount, ParseCamtAmount(event, {place, "TxAmt/Amt"}));
      return Done();
    }
    case Camt::kDetailDirection: {
      QM_ASSIGN(detail->direction, ParseDirection(event.text, {place, "TxDtls/CdtDbtInd"}));
      return Done();
    }
    case Camt::kDetailDomain:
    case Camt::kDetailFamily:
    case Camt::kDetailSubFamily:
    case Camt::kDetailOwnCode:
      return TakeCode(event, Camt::kDetailDomain, &detail->code);
    case Camt::kDebtorName:
    case Camt::kDebtorAccount:
    case Camt::kDebtorBankCode:
    case Camt::kDebtorBankName:
      return TakeParty(event, Camt::kDebtorName, &detail->debtor);
    case Camt::kCreditorName:
    case Camt::kCreditorAccount:
    case Camt::kCreditorBankCode:
    case Camt::kCreditorBankName:
      return TakeParty(event, Camt::kCreditorName, &detail->creditor);
    case Camt::kRemittance:
      AppendLine(event.text, &detail->remittance);
      return Done();
    case Camt::kDetailText:
      detail->text = event.text;
      return Done();
    default:
      detail->return_code = event.text;
      return Done();
  }
}

Result<Done> CheckEntry(const CamtEntry& entry) {
  const refusals::Place place{entry.line, entry.number};
  if (!entry.amount) return refusals::ValueMissing(place, kEntryAmount);
  if (!entry.direction) return refusals::ValueMissing(place, kEntryDirection);
  if (entry.status.empty()) return refusals::ValueMissing(place, "Ntry/Sts");
  if (entry.booked() && !entry.booking_date) {
    return refusals::ValueMissing(place, kEntryBookingDate);
  }
  return Done();
}

StatementItem ItemOf(const CamtEntry& entry, const StatementProfile& profile) {
  StatementItem item;
  item.reference = entry.servicer_reference;
  if (item.reference.empty() && profile.entry_reference) item.reference = entry.entry_reference;
  item.entry = entry.number;
  item.line = entry.line;
  item.amount = *entry.amount;
  item.direction = *entry.direction;
  item.reversal = entry.reversal;
  item.booking_date = *entry.booking_date;
  item.value_date = entry.value_date.value_or(*entry.booking_date);
  item.code = entry.code.Text();
  item.remittance = entry.text;
  return item;
}

StatementItem ItemOf(const CamtEntry& entry, const CamtDetail& detail,
                     const StatementProfile& profile) {
  StatementItem item = ItemOf(entry, profile);
  item.detail = entry.details;
  if (!detail.reference.empty()) item.reference = detail.reference;
  // One detail need not repeat the amount; where there are more, their sum tells.
  item.amount = detail.amount.value_or(detail.transaction_amount.value_or(*entry.amount));
  item.direction = detail.direction.value_or(*entry.direction);
  if (const std::string code = detail.code.Text(); !code.empty()) item.code = code;
  item.end_to_end_id = detail.end_to_end_id;
  const bool credit = item.direction == Direction::kCredit;
  item.counterparty = credit ? detail.debtor : detail.creditor;
  if (profile.sub_account.place == SubAccountPlace::kPartyAccount) {
    item.sub_account = (credit ? detail.creditor : detail.debtor).account;
  }
  item.remittance = detail.remittance.empty() ? detail.text : detail.remittance;
  item.return_code = detail.return_code;
  return item;
}

}  // namespace qianmo::ledger::bankfile
