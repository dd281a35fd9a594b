#include "ledger/bankfile/pain001.h"

#include <optional>
#include <utility>

#include "base/time_text.h"
#include "ledger/bankfile/tally.h"
#include "ledger/bankfile/value.h"
#include "ledger/bankfile/xml_reader.h"
#include "ledger/bankfile/xml_writer.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr const char* kPainSpace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
constexpr const char* kPainMessage = "CstmrCdtTrfInitn";
constexpr std::string_view kBeijingOffset = "+08:00";

enum class Pain {
  kMessageId,
  kCreated,
  kCount,
  kSum,
  kPayment,
  kPaymentCount,
  kPaymentSum,
  kExecution,
  kPayerName,
  kPayerAccount,
  kItem,
  kEndToEndId,
  kAmount,
  kBankCode,
  kBankName,
  kName,
  kAccount,
  kRemittance,
};

constexpr XmlRule PainRule(const char* path, Pain field, std::size_t most = 0,
                           XmlTake take = XmlTake::kText) {
  return {path, static_cast<int>(field), take, most};
}

constexpr XmlRule kPainRules[] = {
    PainRule("GrpHdr/MsgId", Pain::kMessageId, 35),
    PainRule("GrpHdr/CreDtTm", Pain::kCreated),
    PainRule("GrpHdr/NbOfTxs", Pain::kCount),
    PainRule("GrpHdr/CtrlSum", Pain::kSum),
    PainRule("PmtInf", Pain::kPayment, 0, XmlTake::kGroup),
    PainRule("PmtInf/NbOfTxs", Pain::kPaymentCount),
    PainRule("PmtInf/CtrlSum", Pain::kPaymentSum),
    PainRule("PmtInf/ReqdExctnDt/Dt", Pain::kExecution),
    PainRule("PmtInf/Dbtr/Nm", Pain::kPayerName, 140),
    PainRule("PmtInf/DbtrAcct/Id/Othr/Id", Pain::kPayerAccount, 34),
    PainRule("PmtInf/CdtTrfTxInf", Pain::kItem, 0, XmlTake::kGroups),
    PainRule("PmtInf/CdtTrfTxInf/PmtId/EndToEndId", Pain::kEndToEndId, 35),
    PainRule("PmtInf/CdtTrfTxInf/Amt/InstdAmt", Pain::kAmount),
    PainRule("PmtInf/CdtTrfTxInf/CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", Pain::kBankCode, 35),
    PainRule("PmtInf/CdtTrfTxInf/CdtrAgt/FinInstnId/Nm", Pain::kBankName, 140),
    PainRule("PmtInf/CdtTrfTxInf/Cdtr/Nm", Pain::kName, 140),
    PainRule("PmtInf/CdtTrfTxInf/CdtrAcct/Id/Othr/Id", Pain::kAccount, 34),
    PainRule("PmtInf/CdtTrfTxInf/RmtInf/Ustrd", Pain::kRemittance, 140),
};

const XmlForm& PainForm() {
  static const XmlForm form = [] {
    XmlForm made(kPainSpace, kPainMessage);
    made.Add("", kPainRules);
    return made;
  }();
  return form;
}

// Whole seconds, as a clock in Beijing shows them.
std::string FormatBeijing(Time time) {
  const Time local = time + std::chrono::hours(8);
  const std::string utc = FormatRfc3339(std::chrono::floor<std::chrono::seconds>(local));
  return utc.substr(0, utc.find('.')) + std::string(kBeijingOffset);
}

void WriteBank(const char* name, const std::string& code, const std::string& bank, XmlWriter* xml) {
  if (code.empty() && bank.empty()) return;
  xml->Open(name);
  xml->Open("FinInstnId");
  if (!code.empty()) {
    xml->Open("ClrSysMmbId");
    xml->Open("ClrSysId");
    xml->Text("Cd", "CNAPS");
    xml->Close();
    xml->Text("MmbId", code);
    xml->Close();
  }
  xml->TextUnlessEmpty("Nm", bank);
  xml->Close();
  xml->Close();
}

void WriteAccount(const char* name, const std::string& account, XmlWriter* xml) {
  xml->Open(name);
  xml->Open("Id");
  xml->Open("Othr");
  xml->Text("Id", account);
  xml->Close();
  xml->Close();
  xml->Close();
}

void WriteName(const char* element, const std::string& name, XmlWriter* xml) {
  xml->Open(element);
  xml->Text("Nm", name);
  xml->Close();
}

void WriteSums(const PayoutHead& head, XmlWriter* xml) {
  xml->Text("NbOfTxs", std::to_string(head.count));
  xml->Text("CtrlSum", FormatAmount(head.sum));
}

void WriteItem(const PayoutItem& item, XmlWriter* xml) {
  xml->Open("CdtTrfTxInf");
  xml->Open("PmtId");
  xml->Text("EndToEndId", item.end_to_end_id);
  xml->Close();
  xml->Open("Amt");
  xml->Amount("InstdAmt", item.amount);
  xml->Close();
  WriteBank("CdtrAgt", item.payee.bank_code, item.payee.bank_name, xml);
  WriteName("Cdtr", item.payee.name, xml);
  WriteAccount("CdtrAcct", item.payee.account, xml);
  if (!item.remittance.empty()) {
    xml->Open("RmtInf");
    xml->Text("Ustrd", item.remittance);
    xml->Close();
  }
  xml->Close();
}

// The file that is being read.
class PainReading {
 public:
  PainReading(const std::function<void(const PayoutItem&)>& item, const Limits& limits)
      : item_sink_(item),
        limits_(limits),
        xml_({&PainForm()},
             {.form = [](std::size_t) {},
              .event = [this](const XmlEvent& event) { return Take(event); }},
             limits) {}

  Result<PayoutHead> Read(std::string_view bytes) {
    QM_TRY(xml_.Feed(bytes));
    QM_TRY(xml_.Finish());
    return Whole();
  }

 private:
  refusals::Place Here() const { return {xml_.line(), in_item_ ? head_.count + 1 : 0}; }
  ValueName Named(std::string_view field) const { return {Here(), field}; }

  Result<Done> Take(const XmlEvent& event) {
    if (event.kind == XmlEvent::Kind::kText) return in_item_ ? TakeItem(event) : TakeHead(event);
    if (static_cast<Pain>(event.field) != Pain::kItem) return Done();
    in_item_ = event.kind == XmlEvent::Kind::kOpen;
    if (!in_item_) return EndItem();
    item_ = {};
    amount_.reset();
    if (head_.count >= limits_.entries) return refusals::FileTooManyEntries(limits_.entries);
    return Done();
  }

  Result<Done> TakeHead(const XmlEvent& event) {
    switch (static_cast<Pain>(event.field)) {
      case Pain::kMessageId:
        head_.id = event.text;
        return Done();
      case Pain::kCreated: {
        const auto time = ParseRfc3339(event.text);
        if (!time) {
          return refusals::ValueMalformed(Here(), "CreDtTm", "2026-11-20T10:00:00+08:00");
        }
        head_.created = *time;
        return Done();
      }
      case Pain::kCount: {
        QM_ASSIGN(count_, ParseCount(event.text, Named("GrpHdr/NbOfTxs")));
        return Done();
      }
      case Pain::kSum: {
        QM_ASSIGN(sum_, ParseTotal(event.text, Named("GrpHdr/CtrlSum")));
        return Done();
      }
      case Pain::kPaymentCount: {
        QM_ASSIGN(payment_count_, ParseCount(event.text, Named("PmtInf/NbOfTxs")));
        return Done();
      }
      case Pain::kPaymentSum: {
        QM_ASSIGN(payment_sum_, ParseTotal(event.text, Named("PmtInf/CtrlSum")));
        return Done();
      }
      case Pain::kExecution: {
        QM_ASSIGN(execution_, ParseDay(event.text, Named("ReqdExctnDt")));
        return Done();
      }
      case Pain::kPayerName:
        head_.payer_name = event.text;
        return Done();
      default:
        head_.payer_account = event.text;
        return Done();
    }
  }

  Result<Done> TakeItem(const XmlEvent& event) {
    switch (static_cast<Pain>(event.field)) {
      case Pain::kEndToEndId:
        item_.end_to_end_id = event.text;
        return Done();
      case Pain::kAmount: {
        if (event.currency != "CNY") return refusals::CurrencyForeign(Here(), "InstdAmt");
        QM_ASSIGN(amount_, ParseAmount(event.text, Named("InstdAmt")));
        return Done();
      }
      case Pain::kBankCode:
        item_.payee.bank_code = event.text;
        return Done();
      case Pain::kBankName:
        item_.payee.bank_name = event.text;
        return Done();
      case Pain::kName:
        item_.payee.name = event.text;
        return Done();
      case Pain::kAccount:
        item_.payee.account = event.text;
        return Done();
      default:
        item_.remittance = event.text;
        return Done();
    }
  }

  Result<Done> EndItem() {
    const refusals::Place where{xml_.line(), head_.count + 1};
    if (!amount_) return refusals::ValueMissing(where, "InstdAmt");
    if (item_.end_to_end_id.empty()) return refusals::ValueMissing(where, "EndToEndId");
    if (item_.payee.name.empty()) return refusals::ValueMissing(where, "Cdtr/Nm");
    if (item_.payee.account.empty()) return refusals::ValueMissing(where, "CdtrAcct");
    item_.amount = *amount_;
    ++head_.count;
    QM_TRY(AddTo(&head_.sum, item_.amount, {where, "CtrlSum"}));
    if (item_sink_) item_sink_(item_);
    return Done();
  }

  Result<PayoutHead> Whole() {
    if (head_.id.empty()) return refusals::ValueMissing({}, "GrpHdr/MsgId");
    if (head_.created == Time()) return refusals::ValueMissing({}, "GrpHdr/CreDtTm");
    if (!execution_) return refusals::ValueMissing({}, "ReqdExctnDt");
    if (head_.payer_account.empty()) return refusals::ValueMissing({}, "DbtrAcct");
    head_.execution = *execution_;
    for (const auto& count : {count_, payment_count_}) {
      if (!count) return refusals::ValueMissing({}, "NbOfTxs");
      if (*count != head_.count) {
        return refusals::CountMismatch({}, "items", head_.count, *count);
      }
    }
    for (const auto& sum : {sum_, payment_sum_}) {
      if (!sum) return refusals::ValueMissing({}, "CtrlSum");
      if (*sum != head_.sum) return refusals::SumMismatch({}, "items", head_.sum, *sum);
    }
    return head_;
  }

  const std::function<void(const PayoutItem&)>& item_sink_;
  const Limits limits_;
  XmlReader xml_;
  PayoutHead head_;
  std::optional<Date> execution_;
  std::optional<std::int64_t> count_;
  std::optional<std::int64_t> payment_count_;
  std::optional<Fen> sum_;
  std::optional<Fen> payment_sum_;
  bool in_item_ = false;
  PayoutItem item_;
  std::optional<Fen> amount_;
};

}  // namespace

std::string WritePain001(const PayoutProfile& profile, const PayoutHead& head,
                         const std::vector<PayoutItem>& items) {
  XmlWriter xml(kPainSpace);
  xml.Open(kPainMessage);
  xml.Open("GrpHdr");
  xml.Text("MsgId", head.id);
  xml.Text("CreDtTm", FormatBeijing(head.created));
  WriteSums(head, &xml);
  WriteName("InitgPty", head.payer_name, &xml);
  xml.Close();
  xml.Open("PmtInf");
  xml.Text("PmtInfId", head.id);
  xml.Text("PmtMtd", "TRF");
  WriteSums(head, &xml);
  xml.Open("ReqdExctnDt");
  xml.Text("Dt", FormatIsoDate(head.execution));
  xml.Close();
  WriteName("Dbtr", head.payer_name, &xml);
  WriteAccount("DbtrAcct", head.payer_account, &xml);
  WriteBank("DbtrAgt", profile.bank_code, "", &xml);
  for (const PayoutItem& item : items) WriteItem(item, &xml);
  return xml.Finish();
}

Result<PayoutHead> ReadPain001(std::string_view bytes,
                               const std::function<void(const PayoutItem&)>& item,
                               const Limits& limits) {
  return PainReading(item, limits).Read(bytes);
}

}  // namespace qianmo::ledger::bankfile
