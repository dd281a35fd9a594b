#include "services/ledger/bankfile/reading.h"

#include "base/time_text.h"

namespace qianmo::ledger::bankfile {
namespace {

StatementSink SinkOf(Reading* reading) {
  return {
      .head =
          [=](const StatementHead& head) {
            reading->statements.push_back({head, {}, {}});
          },
      .item = [=](const StatementItem& item) { reading->statements.back().items.push_back(item); },
      .tail = [=](const StatementTail& tail) { reading->statements.back().tail = tail; }};
}

std::string Balance(const std::string& type, const std::string& amount) {
  if (amount.empty()) return "";
  const bool debit = amount.starts_with('-');
  return "<Bal><Tp><CdOrPrtry><Cd>" + type + "</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">" +
         amount.substr(debit ? 1 : 0) + "</Amt><CdtDbtInd>" + (debit ? "DBIT" : "CRDT") +
         "</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>\n";
}

std::string OrNone(const std::optional<Date>& date) { return date ? FormatIsoDate(*date) : "-"; }
std::string OrNone(const std::optional<Fen>& fen) { return fen ? FormatYuan(*fen) : "-"; }

}  // namespace

std::string Reading::Said(const std::string& key) const {
  if (!refusal) return "";
  for (const auto& [name, value] : refusal->metadata) {
    if (name == key) return value;
  }
  return "";
}

Reading ReadStatements(const std::string& file, const StatementProfile& profile, std::size_t piece,
                       const Limits& limits) {
  Reading reading;
  StatementReader reader(profile, SinkOf(&reading), limits);
  Result<Done> outcome = Done();
  for (std::size_t at = 0; outcome && at < file.size(); at += piece) {
    outcome = reader.Feed(std::string_view(file).substr(at, piece));
  }
  if (outcome) outcome = reader.Finish();
  if (!outcome) reading.refusal = outcome.refusal();
  return reading;
}

std::string ToText(const StatementItem& item) {
  std::string text = std::to_string(item.entry) + "." + std::to_string(item.detail) + " " +
                     (item.direction == Direction::kCredit ? "+" : "-") + FormatYuan(item.amount) +
                     (item.reversal ? " reversal" : "") + " " + FormatIsoDate(item.booking_date) +
                     " " + FormatIsoDate(item.value_date);
  for (const std::string& part :
       {item.reference, item.code, item.end_to_end_id, item.sub_account, item.counterparty.name,
        item.counterparty.account, item.counterparty.bank, item.remittance, item.return_code}) {
    text += "|" + part;
  }
  return text;
}

std::string ToText(const Reading& reading) {
  std::string text;
  for (const ReadStatement& one : reading.statements) {
    text += one.head.message + "|" + one.head.id + "|" + one.head.account + "|" +
            OrNone(one.head.first_day) + "|" + OrNone(one.head.last_day) + "\n";
    for (const StatementItem& item : one.items) {
      text += ToText(item) + "|" + item.identity + "|" + std::to_string(item.line) + "\n";
    }
    if (!one.tail) continue;
    text += OrNone(one.tail->opening) + " " + OrNone(one.tail->closing) + " " +
            std::to_string(one.tail->credits) + " " + std::to_string(one.tail->debits) + " " +
            std::to_string(one.tail->skipped) + "\n";
  }
  if (reading.refusal) {
    text += reading.refusal->reason + ": " + reading.refusal->message;
    for (const auto& [key, value] : reading.refusal->metadata) text += " " + key + "=" + value;
  }
  return text;
}

std::string Element(const std::string& name, const std::string& text) {
  return "<" + name + ">" + text + "</" + name + ">";
}

std::string EntryText::Text() const {
  return "<Ntry>\n" + before + "<Amt Ccy=\"CNY\">" + amount + "</Amt>" +
         Element("CdtDbtInd", direction) + Element("Sts", Element("Cd", status)) +
         Element("BookgDt", Element("Dt", day)) +
         (reference.empty() ? "" : Element("AcctSvcrRef", reference)) +
         "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly>"
         "</Domn></BkTxCd>" +
         (details.empty() ? "" : Element("NtryDtls", details)) + "</Ntry>\n";
}

std::string CamtText::Statement() const {
  return "<Stmt>" + Element("Id", "S1") + Element("ElctrncSeqNb", "7") +
         "<Acct><Id><Othr><Id>6200001</Id></Othr></Id><Ccy>CNY</Ccy></Acct>\n" + head +
         Balance("OPBD", opening) + Balance("CLBD", closing) +
         (summary.empty() ? "" : Element("TxsSummry", summary)) + entries + "</Stmt>\n";
}

std::string CamtText::File() const { return CamtFile(Statement()); }

std::string CamtFile(const std::string& statements) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>\n"
         "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T18:00:00</CreDtTm></GrpHdr>\n" +
         statements + "</BkToCstmrStmt></Document>\n";
}

}  // namespace qianmo::ledger::bankfile
