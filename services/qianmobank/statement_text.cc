#include "qianmobank/statement_text.h"

#include <algorithm>
#include <stdexcept>

#include "base/time_text.h"
#include "ledger/bankfile/csv_text.h"
#include "ledger/bankfile/csv_value.h"
#include "ledger/bankfile/profile_check.h"
#include "ledger/bankfile/value.h"
#include "ledger/bankfile/xml_writer.h"

namespace qianmo::bank {
namespace {

using ledger::bankfile::Column;
using ledger::bankfile::CsvColumn;
using ledger::bankfile::CsvForm;
using ledger::bankfile::FormatCsvAmount;
using ledger::bankfile::FormatCsvDate;
using ledger::bankfile::StatedTotals;
using ledger::bankfile::StatementProfile;
using ledger::bankfile::SubAccountPlace;
using ledger::bankfile::XmlWriter;

const char* CodeOf(Direction direction) {
  return direction == Direction::kCredit ? "CRDT" : "DBIT";
}

std::string EndOfDay(Date date) { return FormatIsoDate(date) + "T18:00:00+08:00"; }

// What the payer wrote, and what the profile's bank would find the sub-account by.
std::string RemittanceOf(const StatementProfile& profile, const Movement& movement) {
  const auto& rule = profile.sub_account;
  if (movement.sub_account.empty() || rule.place != SubAccountPlace::kRemittance) {
    return movement.remittance;
  }
  const std::string mark = rule.prefix + movement.sub_account;
  return movement.remittance.empty() ? mark : movement.remittance + " " + mark;
}

class CamtText {
 public:
  CamtText(const StatementProfile& profile, const StatementDays& days, bool notification)
      : profile_(profile),
        days_(days),
        notification_(notification),
        xml_(std::string("urn:iso:std:iso:20022:tech:xsd:camt.05") + (notification ? "4" : "3") +
             ".001.08") {}

  std::string Write() {
    const std::string id =
        (notification_ ? "N" : "S") + days_.account.number + "-" + std::to_string(days_.sequence);
    xml_.Open(notification_ ? "BkToCstmrDbtCdtNtfctn" : "BkToCstmrStmt");
    xml_.Open("GrpHdr");
    xml_.Text("MsgId", id);
    xml_.Text("CreDtTm", EndOfDay(days_.last));
    xml_.Close();
    xml_.Open(notification_ ? "Ntfctn" : "Stmt");
    xml_.Text("Id", id);
    xml_.Text("ElctrncSeqNb", std::to_string(days_.sequence));
    xml_.Text("CreDtTm", EndOfDay(days_.last));
    xml_.Open("FrToDt");
    xml_.Text("FrDtTm", FormatIsoDate(days_.first) + "T00:00:00+08:00");
    xml_.Text("ToDtTm", FormatIsoDate(days_.last) + "T23:59:59+08:00");
    xml_.Close();
    WriteOwnAccount();
    if (!notification_) {
      WriteBalance("OPBD", days_.opening, days_.first);
      WriteBalance("CLBD", days_.closing, days_.last);
    }
    WriteTotals();
    for (const Booking& booking : days_.bookings) WriteEntry(booking);
    return xml_.Finish();
  }

 private:
  void WriteNumber(const std::string& number) {
    xml_.Open("Id");
    xml_.Open("Othr");
    xml_.Text("Id", number);
    xml_.Close();
    xml_.Close();
  }

  void WriteOwnAccount() {
    xml_.Open("Acct");
    WriteNumber(days_.account.number);
    xml_.Text("Ccy", "CNY");
    xml_.Text("Nm", days_.account.name);
    xml_.Close();
  }

  void WriteBalance(const char* type, Fen balance, Date date) {
    xml_.Open("Bal");
    xml_.Open("Tp");
    xml_.Open("CdOrPrtry");
    xml_.Text("Cd", type);
    xml_.Close();
    xml_.Close();
    xml_.Amount("Amt", balance < Fen() ? -balance : balance);
    xml_.Text("CdtDbtInd", CodeOf(balance < Fen() ? Direction::kDebit : Direction::kCredit));
    WriteDate("Dt", date);
    xml_.Close();
  }

  void WriteDate(const char* name, Date date) {
    xml_.Open(name);
    xml_.Text("Dt", FormatIsoDate(date));
    xml_.Close();
  }

  void WriteTotals() {
    std::size_t counts[2] = {0, 0};
    Fen sums[2];
    for (const Booking& booking : days_.bookings) {
      const int which = booking.direction == Direction::kCredit ? 0 : 1;
      ++counts[which];
      sums[which] += booking.amount;
    }
    xml_.Open("TxsSummry");
    WriteTotal("TtlNtries", counts[0] + counts[1], sums[0] + sums[1]);
    WriteTotal("TtlCdtNtries", counts[0], sums[0]);
    WriteTotal("TtlDbtNtries", counts[1], sums[1]);
    xml_.Close();
  }

  void WriteTotal(const char* name, std::size_t count, Fen sum) {
    xml_.Open(name);
    xml_.Text("NbOfNtries", std::to_string(count));
    xml_.Text("Sum", ledger::bankfile::FormatAmount(sum));
    xml_.Close();
  }

  void WriteEntry(const Booking& booking) {
    xml_.Open("Ntry");
    xml_.Amount("Amt", booking.amount);
    xml_.Text("CdtDbtInd", CodeOf(booking.direction));
    xml_.Open("Sts");
    xml_.Text("Cd", "BOOK");
    xml_.Close();
    WriteDate("BookgDt", booking.date);
    WriteDate("ValDt", booking.date);
    xml_.Text("AcctSvcrRef", booking.reference);
    WriteCode(booking.direction);
    xml_.Open("NtryDtls");
    if (booking.movements.size() > 1) {
      xml_.Open("Btch");
      xml_.Text("NbOfTxs", std::to_string(booking.movements.size()));
      xml_.Amount("TtlAmt", booking.amount);
      xml_.Text("CdtDbtInd", CodeOf(booking.direction));
      xml_.Close();
    }
    for (const Movement& movement : booking.movements) WriteDetail(booking, movement);
    xml_.Close();
    xml_.Close();
  }

  void WriteCode(Direction direction) {
    xml_.Open("BkTxCd");
    xml_.Open("Domn");
    xml_.Text("Cd", "PMNT");
    xml_.Open("Fmly");
    xml_.Text("Cd", direction == Direction::kCredit ? "RCDT" : "ICDT");
    xml_.Text("SubFmlyCd", "DMCT");
    xml_.Close();
    xml_.Close();
    xml_.Close();
  }

  void WriteDetail(const Booking& booking, const Movement& movement) {
    const bool credit = booking.direction == Direction::kCredit;
    xml_.Open("TxDtls");
    xml_.Open("Refs");
    if (booking.movements.size() > 1) xml_.Text("AcctSvcrRef", movement.reference);
    xml_.Text("EndToEndId",
              movement.end_to_end_id.empty() ? "NOTPROVIDED" : movement.end_to_end_id);
    xml_.Close();
    xml_.Amount("Amt", movement.amount);
    xml_.Text("CdtDbtInd", CodeOf(booking.direction));
    const bool own_number = profile_.sub_account.place == SubAccountPlace::kPartyAccount &&
                            !movement.sub_account.empty();
    const Counterparty own{.name = days_.account.name,
                           .account = own_number ? movement.sub_account : days_.account.number,
                           .bank = ""};
    xml_.Open("RltdPties");
    WriteParty("Dbtr", credit ? movement.other : own);
    WriteParty("Cdtr", credit ? own : movement.other);
    xml_.Close();
    WriteBank(credit ? "DbtrAgt" : "CdtrAgt", movement.other.bank);
    const std::string remittance = RemittanceOf(profile_, movement);
    if (!remittance.empty()) {
      xml_.Open("RmtInf");
      xml_.Text("Ustrd", remittance);
      xml_.Close();
    }
    if (!movement.return_code.empty()) {
      xml_.Open("RtrInf");
      xml_.Open("Rsn");
      xml_.Text("Cd", movement.return_code);
      xml_.Close();
      xml_.Close();
    }
    xml_.Close();
  }

  void WriteParty(const std::string& role, const Counterparty& party) {
    xml_.Open(role == "Dbtr" ? "Dbtr" : "Cdtr");
    xml_.Open("Pty");
    xml_.TextUnlessEmpty("Nm", party.name);
    xml_.Close();
    xml_.Close();
    if (party.account.empty()) return;
    xml_.Open(role == "Dbtr" ? "DbtrAcct" : "CdtrAcct");
    WriteNumber(party.account);
    xml_.Close();
  }

  void WriteBank(const char* role, const std::string& bank) {
    if (bank.empty()) return;
    xml_.Open("RltdAgts");
    xml_.Open(role);
    xml_.Open("FinInstnId");
    if (ledger::bankfile::IsBankCode(bank)) {
      xml_.Open("ClrSysMmbId");
      xml_.Text("MmbId", bank);
      xml_.Close();
    } else {
      xml_.Text("Nm", bank);
    }
    xml_.Close();
    xml_.Close();
    xml_.Close();
  }

  const StatementProfile& profile_;
  const StatementDays& days_;
  const bool notification_;
  XmlWriter xml_;
};

// One row for each movement.
class StatementTable {
 public:
  StatementTable(const StatementProfile& profile, const StatementDays& days)
      : profile_(profile), form_(profile.csv), days_(days), balance_(days.opening) {}

  std::string Write() {
    std::vector<std::vector<std::string>> rows;
    for (const Booking& booking : days_.bookings) {
      for (const Movement& movement : booking.movements) rows.push_back(Row(booking, movement));
    }
    if (profile_.newest_first) std::reverse(rows.begin(), rows.end());
    ledger::bankfile::CsvText text(form_, totals_);
    for (const auto& row : rows) text.Row(row);
    auto bytes = text.Finish();
    if (!bytes) throw std::invalid_argument("the profile's encoding cannot write a statement");
    return *std::move(bytes);
  }

 private:
  std::vector<std::string> Row(const Booking& booking, const Movement& movement) {
    const bool credit = booking.direction == Direction::kCredit;
    balance_ += credit ? movement.amount : -movement.amount;
    auto& count = credit ? totals_.credit_count : totals_.debit_count;
    auto& sum = credit ? totals_.credit_sum : totals_.debit_sum;
    count = count.value_or(0) + 1;
    sum = sum.value_or(Fen()) + movement.amount;
    totals_.count = totals_.count.value_or(0) + 1;
    totals_.sum = totals_.sum.value_or(Fen()) + movement.amount;
    std::vector<std::string> cells;
    for (const CsvColumn& column : form_.columns) {
      cells.push_back(Cell(booking, movement, column.meaning));
    }
    return cells;
  }

  std::string Amount(Fen amount) const { return FormatCsvAmount(amount, form_.fen); }

  std::string Cell(const Booking& booking, const Movement& movement, Column column) const {
    const bool credit = booking.direction == Direction::kCredit;
    const bool code = ledger::bankfile::IsBankCode(movement.other.bank);
    switch (column) {
      case Column::kReference:
        return movement.reference;
      case Column::kBookingDate:
      case Column::kValueDate:
        return FormatCsvDate(booking.date, form_.date);
      case Column::kAmount:
        if (form_.HeaderOf(Column::kDirection) != nullptr) return Amount(movement.amount);
        return Amount(credit ? movement.amount : -movement.amount);
      case Column::kCredit:
        return credit ? Amount(movement.amount) : "";
      case Column::kDebit:
        return credit ? "" : Amount(movement.amount);
      case Column::kDirection:
        return credit ? profile_.credit_words.front() : profile_.debit_words.front();
      case Column::kBalance:
        return Amount(balance_);
      case Column::kOwnAccount:
        return days_.account.number;
      case Column::kCurrency:
        return "CNY";
      case Column::kStatus:
        return profile_.booked_words.front();
      case Column::kName:
        return movement.other.name;
      case Column::kAccount:
        return movement.other.account;
      case Column::kBankCode:
        return code ? movement.other.bank : "";
      case Column::kBankName:
        return code ? "" : movement.other.bank;
      case Column::kSubAccount:
        return movement.sub_account;
      case Column::kEndToEndId:
        return movement.end_to_end_id;
      case Column::kRemittance:
        return RemittanceOf(profile_, movement);
      case Column::kReasonCode:
        return movement.return_code;
      default:
        return "";
    }
  }

  const StatementProfile& profile_;
  const CsvForm& form_;
  const StatementDays& days_;
  Fen balance_;
  StatedTotals totals_{.opening = days_.opening, .closing = days_.closing};
};

}  // namespace

std::string WriteStatement(const StatementProfile& profile, const StatementDays& days) {
  if (profile.sub_account.place == SubAccountPlace::kRelatedAccount) {
    throw std::invalid_argument("this bank keeps sub-accounts inside of one statement");
  }
  if (profile.form == ledger::bankfile::FileForm::kXml) {
    return CamtText(profile, days, false).Write();
  }
  return StatementTable(profile, days).Write();
}

std::string WriteNotification(const StatementProfile& profile, const StatementDays& days) {
  return CamtText(profile, days, true).Write();
}

}  // namespace qianmo::bank
