#include "ledger/bankfile/pain002_reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qianmo::ledger::bankfile {
namespace {

constexpr std::size_t kMostShares = 100;

enum class Pain002 {
  kMessageId,
  kOriginalMessage,
  kOriginalCount,
  kOriginalSum,
  kGroupStatus,
  kGroupReasonCode,
  kGroupReason,
  kPayment,
  kShare,
  kShareCount,
  kShareStatus,
  kShareSum,
  kResult,
  kOriginalId,
  kStatus,
  kReasonCode,
  kReason,
  kReference,
  kAmount,
  kAccount,
};

constexpr XmlRule Rule002(const char* path, Pain002 field, std::size_t most = 0,
                          XmlTake take = XmlTake::kText) {
  return {path, static_cast<int>(field), take, most};
}

constexpr XmlRule kHeadRules[] = {
    Rule002("OrgnlPmtInfAndSts", Pain002::kPayment, 0, XmlTake::kGroups),
    Rule002("GrpHdr/MsgId", Pain002::kMessageId, 35),
    Rule002("OrgnlGrpInfAndSts/OrgnlMsgId", Pain002::kOriginalMessage, 35),
    Rule002("OrgnlGrpInfAndSts/OrgnlNbOfTxs", Pain002::kOriginalCount),
    Rule002("OrgnlGrpInfAndSts/OrgnlCtrlSum", Pain002::kOriginalSum),
    Rule002("OrgnlGrpInfAndSts/GrpSts", Pain002::kGroupStatus, 4),
    Rule002("OrgnlPmtInfAndSts/PmtInfSts", Pain002::kGroupStatus, 4),
};

// What the file says of all, both of the group and of its one payment.
constexpr XmlRule kLevelRules[] = {
    {"StsRsnInf", kLeads, XmlTake::kGroups},
    Rule002("StsRsnInf/Rsn/Cd", Pain002::kGroupReasonCode, 35),
    Rule002("StsRsnInf/Rsn/Prtry", Pain002::kGroupReasonCode, 35),
    Rule002("StsRsnInf/AddtlInf", Pain002::kGroupReason, 105, XmlTake::kTexts),
    Rule002("NbOfTxsPerSts", Pain002::kShare, 0, XmlTake::kGroups),
    Rule002("NbOfTxsPerSts/DtldNbOfTxs", Pain002::kShareCount),
    Rule002("NbOfTxsPerSts/DtldSts", Pain002::kShareStatus, 4),
    Rule002("NbOfTxsPerSts/DtldCtrlSum", Pain002::kShareSum),
};

constexpr XmlRule kResultRules[] = {
    {"TxInfAndSts/StsRsnInf", kLeads, XmlTake::kGroups},
    Rule002("TxInfAndSts", Pain002::kResult, 0, XmlTake::kGroups),
    Rule002("TxInfAndSts/OrgnlEndToEndId", Pain002::kOriginalId, 35),
    Rule002("TxInfAndSts/TxSts", Pain002::kStatus, 4),
    Rule002("TxInfAndSts/StsRsnInf/Rsn/Cd", Pain002::kReasonCode, 35),
    Rule002("TxInfAndSts/StsRsnInf/Rsn/Prtry", Pain002::kReasonCode, 35),
    Rule002("TxInfAndSts/StsRsnInf/AddtlInf", Pain002::kReason, 105, XmlTake::kTexts),
    Rule002("TxInfAndSts/AcctSvcrRef", Pain002::kReference, 35),
    Rule002("TxInfAndSts/OrgnlTxRef/Amt/InstdAmt", Pain002::kAmount),
    Rule002("TxInfAndSts/OrgnlTxRef/CdtrAcct/Id/Othr/Id", Pain002::kAccount, 34),
};

const XmlForm& Form002() {
  static const XmlForm form = [] {
    XmlForm made("urn:iso:std:iso:20022:tech:xsd:pain.002.001.11", "CstmrPmtStsRpt");
    made.Add("", kHeadRules);
    made.Add("OrgnlGrpInfAndSts/", kLevelRules);
    made.Add("OrgnlPmtInfAndSts/", kLevelRules);
    made.Add("OrgnlPmtInfAndSts/", kResultRules);
    return made;
  }();
  return form;
}

struct StatusWord {
  std::string_view status;
  Outcome outcome;
};
constexpr StatusWord kStatusWords[] = {
    {"ACTC", Outcome::kAccepted}, {"ACCP", Outcome::kAccepted}, {"ACSP", Outcome::kAccepted},
    {"ACWC", Outcome::kAccepted}, {"ACWP", Outcome::kAccepted}, {"ACSC", Outcome::kPaid},
    {"ACCC", Outcome::kPaid},     {"RJCT", Outcome::kRejected}, {"CANC", Outcome::kRejected},
    {"RTRN", Outcome::kReturned}, {"PDNG", Outcome::kPending},  {"RCVD", Outcome::kPending}};

// The first code; all the words.
void AddCode(std::string_view code, std::string* reason_code) {
  if (reason_code->empty()) *reason_code = code;
}
Result<Done> AddWords(std::string_view words, const refusals::Place& place, const Limits& limits,
                      std::string* reason) {
  if (words.empty()) return Done();
  if (reason->size() + words.size() > limits.text_bytes) {
    return refusals::XmlTooLong(place, "AddtlInf");
  }
  if (!reason->empty()) *reason += ' ';
  *reason += words;
  return Done();
}

}  // namespace

Outcome OutcomeOf(std::string_view status) {
  for (const StatusWord& word : kStatusWords) {
    if (word.status == status) return word.outcome;
  }
  return Outcome::kUnknown;
}

Pain002Reader::Pain002Reader(ResultSink sink, const Limits& limits)
    : sink_(std::move(sink)),
      limits_(limits),
      xml_({&Form002()},
           {.form = [](std::size_t) {},
            .event = [this](const XmlEvent& event) { return Take(event); }},
           limits) {}

Result<Done> Pain002Reader::Take(const XmlEvent& event) {
  if (event.kind != XmlEvent::Kind::kText) return TakeGroup(event);
  if (in_result_) return TakeResult(event);
  if (event.field >= static_cast<int>(Pain002::kShare)) return TakeShare(event);
  return TakeHead(event);
}

Result<Done> Pain002Reader::TakeGroup(const XmlEvent& event) {
  const bool opens = event.kind == XmlEvent::Kind::kOpen;
  if (static_cast<Pain002>(event.field) == Pain002::kPayment) {
    if (!opens) return EndPayment();
    in_payment_ = true;
    payment_ = {};
    return Done();
  }
  if (static_cast<Pain002>(event.field) == Pain002::kShare) {
    if (!opens) return Done();
    auto& shares = (in_payment_ ? payment_ : all_).shares;
    if (shares.size() == kMostShares) return refusals::XmlTooLong(place(), "NbOfTxsPerSts");
    shares.push_back({.status = "", .count = {}, .sum = {}, .place = place()});
    return Done();
  }
  if (!opens) return EndResult();
  in_result_ = true;
  result_ = PayoutResult();
  result_.line = xml_.line();
  if (++results_ > limits_.entries) return refusals::FileTooManyEntries(limits_.entries);
  return GiveHead();
}

Result<Done> Pain002Reader::TakeHead(const XmlEvent& event) {
  switch (static_cast<Pain002>(event.field)) {
    case Pain002::kMessageId:
      head_.message = event.text;
      return Done();
    case Pain002::kOriginalMessage:
      head_.original_message = event.text;
      return Done();
    case Pain002::kOriginalCount: {
      QM_ASSIGN(head_.original_count, ParseCount(event.text, {place(), "OrgnlNbOfTxs"}));
      return Done();
    }
    case Pain002::kOriginalSum: {
      QM_ASSIGN(head_.original_sum, ParseTotal(event.text, {place(), "OrgnlCtrlSum"}));
      return Done();
    }
    case Pain002::kGroupStatus: {
      // Of the group and of its one payment: where they differ, nobody knows.
      const Outcome outcome = OutcomeOf(event.text);
      head_.group = head_.group.value_or(outcome) == outcome ? outcome : Outcome::kUnknown;
      return Done();
    }
    case Pain002::kGroupReasonCode:
      AddCode(event.text, &head_.reason_code);
      return Done();
    default:
      return AddWords(event.text, place(), limits_, &head_.reason);
  }
}

Result<Done> Pain002Reader::TakeShare(const XmlEvent& event) {
  Share& share = (in_payment_ ? payment_ : all_).shares.back();
  switch (static_cast<Pain002>(event.field)) {
    case Pain002::kShareStatus:
      share.status = event.text;
      return Done();
    case Pain002::kShareCount: {
      QM_ASSIGN(share.count, ParseCount(event.text, {place(), "DtldNbOfTxs"}));
      return Done();
    }
    default: {
      QM_ASSIGN(share.sum, ParseTotal(event.text, {place(), "DtldCtrlSum"}));
      return Done();
    }
  }
}

Result<Done> Pain002Reader::TakeResult(const XmlEvent& event) {
  switch (static_cast<Pain002>(event.field)) {
    case Pain002::kOriginalId:
      result_.end_to_end_id = event.text;
      return Done();
    case Pain002::kStatus:
      result_.status = event.text;
      result_.outcome = OutcomeOf(event.text);
      return Done();
    case Pain002::kReasonCode:
      AddCode(event.text, &result_.reason_code);
      return Done();
    case Pain002::kReason:
      return AddWords(event.text, place(), limits_, &result_.reason);
    case Pain002::kReference:
      result_.reference = event.text;
      return Done();
    case Pain002::kAmount: {
      if (event.currency != "CNY") return refusals::CurrencyForeign(place(), "InstdAmt");
      QM_ASSIGN(result_.amount, ParseAmount(event.text, {place(), "InstdAmt"}));
      return Done();
    }
    default:
      result_.account = event.text;
      return Done();
  }
}

Result<Done> Pain002Reader::GiveHead() {
  if (std::exchange(head_given_, true)) return Done();
  if (head_.original_message.empty()) return refusals::ValueMissing(place(), "OrgnlMsgId");
  sink_.head(head_);
  return Done();
}

Result<Done> Pain002Reader::EndResult() {
  if (result_.end_to_end_id.empty()) return refusals::ResultWithoutId(place());
  QM_TRY(all_.Add(result_, place()));
  QM_TRY(payment_.Add(result_, place()));
  sink_.result(result_);
  in_result_ = false;
  return Done();
}

Result<Done> Pain002Reader::EndPayment() {
  in_payment_ = false;
  return payment_.Check();
}

Result<Done> Pain002Reader::Level::Add(const PayoutResult& result, const refusals::Place& place) {
  const bool many = found.size() == kMostShares && !found.contains(result.status);
  if (many) return refusals::XmlTooLong(place, "the list of statuses");
  Found& of_status = found[result.status];
  ++of_status.count;
  of_status.summed = of_status.summed && result.amount.has_value();
  if (!of_status.summed) return Done();
  return AddTo(&of_status.sum, *result.amount, {place, "DtldCtrlSum"});
}

// A bank may list only what it refused; but what it lists it lists whole.
Result<Done> Pain002Reader::Level::Check() const {
  for (const Share& share : shares) {
    const auto of_status = found.find(share.status);
    if (of_status == found.end()) continue;
    const Found& has = of_status->second;
    if (share.count && *share.count != has.count) {
      return refusals::CountMismatch(share.place, share.status, has.count, *share.count);
    }
    if (share.sum && has.summed && *share.sum != has.sum) {
      return refusals::SumMismatch(share.place, share.status, has.sum, *share.sum);
    }
  }
  return Done();
}

Result<Done> Pain002Reader::Finish() {
  QM_TRY(xml_.Finish());
  QM_TRY(GiveHead());
  QM_TRY(all_.Check());
  if (head_.original_count && results_ > *head_.original_count) {
    return refusals::CountMismatch({}, "items", results_, *head_.original_count);
  }
  return Done();
}

}  // namespace qianmo::ledger::bankfile
