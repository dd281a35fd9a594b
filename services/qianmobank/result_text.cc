#include "qianmobank/result_text.h"

#include <algorithm>
#include <map>

#include "base/time_text.h"
#include "ledger/bankfile/csv_text.h"
#include "ledger/bankfile/csv_value.h"
#include "ledger/bankfile/value.h"
#include "ledger/bankfile/xml_writer.h"

namespace qianmo::bank {
namespace {

using ledger::bankfile::Column;
using ledger::bankfile::FormatAmount;
using ledger::bankfile::ResultProfile;
using ledger::bankfile::XmlWriter;

const char* StatusOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAccepted:
      return "ACCP";
    case Outcome::kPaid:
      return "ACSC";
    case Outcome::kRejected:
      return "RJCT";
    case Outcome::kReturned:
      return "RTRN";
    case Outcome::kPending:
      return "PDNG";
    default:
      return "NULL";
  }
}

void WriteReason(const Word& word, XmlWriter* xml) {
  if (word.reason_code.empty()) return;
  xml->Open("StsRsnInf");
  xml->Open("Rsn");
  xml->Text("Cd", word.reason_code);
  xml->Close();
  xml->TextUnlessEmpty("AddtlInf", word.reason);
  xml->Close();
}

// One status of all payments, or PART.
const char* GroupStatus(const ResultPaper& paper) {
  if (paper.refused) return "RJCT";
  const bool alike = std::all_of(paper.words.begin(), paper.words.end(), [&](const Word& word) {
    return word.outcome == paper.words.front().outcome;
  });
  const bool whole = static_cast<std::int64_t>(paper.words.size()) == paper.count;
  return alike && whole ? StatusOf(paper.words.front().outcome) : "PART";
}

void WriteShares(const ResultPaper& paper, XmlWriter* xml) {
  std::map<std::string, std::pair<std::int64_t, Fen>> shares;
  for (const Word& word : paper.words) {
    auto& [count, sum] = shares[StatusOf(word.outcome)];
    ++count;
    sum += word.amount;
  }
  for (const auto& [status, share] : shares) {
    xml->Open("NbOfTxsPerSts");
    xml->Text("DtldNbOfTxs", std::to_string(share.first));
    xml->Text("DtldSts", status);
    xml->Text("DtldCtrlSum", FormatAmount(share.second));
    xml->Close();
  }
}

void WriteWord(const Word& word, XmlWriter* xml) {
  xml->Open("TxInfAndSts");
  xml->Text("OrgnlEndToEndId", word.end_to_end_id);
  xml->Text("TxSts", StatusOf(word.outcome));
  WriteReason(word, xml);
  xml->TextUnlessEmpty("AcctSvcrRef", word.reference);
  xml->Open("OrgnlTxRef");
  xml->Open("Amt");
  xml->Amount("InstdAmt", word.amount);
  xml->Close();
  xml->Open("CdtrAcct");
  xml->Open("Id");
  xml->Open("Othr");
  xml->Text("Id", word.account);
  xml->Close();
  xml->Close();
  xml->Close();
  xml->Close();
  xml->Close();
}

std::string WritePain002(const ResultPaper& paper) {
  XmlWriter xml("urn:iso:std:iso:20022:tech:xsd:pain.002.001.11");
  xml.Open("CstmrPmtStsRpt");
  xml.Open("GrpHdr");
  xml.Text("MsgId", paper.id);
  xml.Text("CreDtTm", FormatIsoDate(paper.date) + "T18:00:00+08:00");
  xml.Close();
  xml.Open("OrgnlGrpInfAndSts");
  xml.Text("OrgnlMsgId", paper.payout);
  xml.Text("OrgnlMsgNmId", "pain.001.001.09");
  xml.Text("OrgnlNbOfTxs", std::to_string(paper.count));
  xml.Text("OrgnlCtrlSum", FormatAmount(paper.sum));
  xml.Text("GrpSts", GroupStatus(paper));
  if (paper.refused) WriteReason(*paper.refused, &xml);
  WriteShares(paper, &xml);
  xml.Close();
  if (!paper.words.empty()) {
    xml.Open("OrgnlPmtInfAndSts");
    xml.Text("OrgnlPmtInfId", paper.payout);
    for (const Word& word : paper.words) WriteWord(word, &xml);
    xml.Close();
  }
  return xml.Finish();
}

const std::vector<std::string>& WordsFor(const ResultProfile& profile, Outcome outcome) {
  static const std::vector<std::string> none;
  switch (outcome) {
    case Outcome::kAccepted:
      return profile.accepted_words;
    case Outcome::kPaid:
      return profile.paid_words;
    case Outcome::kRejected:
      return profile.rejected_words;
    case Outcome::kReturned:
      return profile.returned_words;
    case Outcome::kPending:
      return profile.pending_words;
    default:
      return none;
  }
}

std::string ResultCell(const ResultProfile& profile, const Word& word, Column column) {
  switch (column) {
    case Column::kPayoutId:
      return word.payout;
    case Column::kEndToEndId:
      return word.end_to_end_id;
    case Column::kStatus:
      return WordsFor(profile, word.outcome).front();
    case Column::kReasonCode:
      return word.reason_code;
    case Column::kReason:
      return word.reason;
    case Column::kReference:
      return word.reference;
    case Column::kAmount:
      return ledger::bankfile::FormatCsvAmount(word.amount, profile.csv.fen);
    case Column::kAccount:
      return word.account;
    default:
      return "";
  }
}

}  // namespace

std::optional<std::string> WriteResults(const ResultProfile& profile, const ResultPaper& paper) {
  if (profile.form == ledger::bankfile::FileForm::kXml) return WritePain002(paper);
  std::vector<Word> words;
  Fen sum;
  for (const Word& word : paper.words) {
    if (WordsFor(profile, word.outcome).empty()) continue;
    words.push_back(word);
    sum += word.amount;
  }
  if (words.empty()) return std::nullopt;
  ledger::bankfile::CsvText text(profile.csv,
                                 {.count = static_cast<std::int64_t>(words.size()), .sum = sum});
  for (const Word& word : words) {
    std::vector<std::string> cells;
    for (const auto& column : profile.csv.columns) {
      cells.push_back(ResultCell(profile, word, column.meaning));
    }
    text.Row(cells);
  }
  return text.Finish();
}

}  // namespace qianmo::bank
