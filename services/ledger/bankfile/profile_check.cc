#include "ledger/bankfile/profile_check.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string>

#include "ledger/bankfile/csv_value.h"
#include "ledger/bankfile/refusals.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr std::size_t kBankCodeDigits = 12;
constexpr int kMostLinesBefore = 100;
constexpr int kMostCell = 200;
constexpr int kMostSubAccountDigits = 32;
constexpr std::size_t kSchemaName = 140;
constexpr std::size_t kSchemaRemittance = 140;
constexpr std::string_view kDelimiters = ",;|\t";

Refusal Wrong(const std::string& what) { return refusals::ProfileMalformed(0, what); }

Result<Done> CheckTotals(const std::optional<CsvTotals>& totals) {
  if (!totals) return Done();
  if (totals->mark.empty()) return Wrong("a record of totals without a mark");
  for (const int cell :
       {totals->count, totals->sum, totals->credit_count, totals->credit_sum, totals->debit_count,
        totals->debit_sum, totals->opening, totals->closing}) {
    if (cell < 0 || cell > kMostCell) return Wrong("a record of totals with too many cells");
  }
  return Done();
}

Result<Done> CheckCsv(const CsvForm& csv, std::initializer_list<Column> needed) {
  if (kDelimiters.find(csv.delimiter) == kDelimiters.npos) return Wrong("such a delimiter");
  if (csv.lines_before < 0 || csv.lines_before > kMostLinesBefore) return Wrong("lines_before");
  if (!IsDatePattern(csv.date)) return Wrong("a date without YYYY, MM and DD");
  std::set<std::string> headers;
  std::set<Column> meanings;
  for (const CsvColumn& column : csv.columns) {
    if (column.header.empty()) return Wrong("a column without a name");
    if (!headers.insert(column.header).second) return Wrong("two columns " + column.header);
    if (!meanings.insert(column.meaning).second) return Wrong("two columns of one meaning");
  }
  for (const Column column : needed) {
    if (csv.HeaderOf(column) == nullptr) return Wrong("a column that is needed is missing");
  }
  QM_TRY(CheckTotals(csv.header));
  if (csv.header && csv.lines_before == 0) return Wrong("totals in front, but no lines in front");
  return CheckTotals(csv.trailer);
}

Result<Done> CheckAmounts(const StatementProfile& profile) {
  const CsvForm& csv = profile.csv;
  const bool credit = csv.HeaderOf(Column::kCredit) != nullptr;
  const bool debit = csv.HeaderOf(Column::kDebit) != nullptr;
  const bool amount = csv.HeaderOf(Column::kAmount) != nullptr;
  const bool direction = csv.HeaderOf(Column::kDirection) != nullptr;
  if (credit != debit || credit == amount) return Wrong("amounts in one column, or in two");
  if (direction && !amount) return Wrong("a direction of no amount");
  if (direction && (profile.credit_words.empty() || profile.debit_words.empty())) {
    return Wrong("a direction without its words");
  }
  return Done();
}

Result<Done> CheckSubAccount(const StatementProfile& profile) {
  const bool xml = profile.form == FileForm::kXml;
  const SubAccountRule& rule = profile.sub_account;
  switch (rule.place) {
    case SubAccountPlace::kNowhere:
      return Done();
    case SubAccountPlace::kRelatedAccount:
    case SubAccountPlace::kPartyAccount:
      if (!xml) return Wrong("a sub-account where only XML has one");
      return Done();
    case SubAccountPlace::kColumn:
      if (xml || profile.csv.HeaderOf(Column::kSubAccount) == nullptr) {
        return Wrong("a sub-account in no column");
      }
      return Done();
    default:
      if (rule.digits < 1 || rule.digits > kMostSubAccountDigits) {
        return Wrong("a sub-account without a number of digits");
      }
      return Done();
  }
}

}  // namespace

bool IsBankCode(std::string_view text) {
  return text.size() == kBankCodeDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<Done> CheckProfile(const StatementProfile& profile) {
  QM_TRY(CheckSubAccount(profile));
  if (profile.form == FileForm::kXml) return Done();
  QM_TRY(CheckCsv(profile.csv, {Column::kBookingDate}));
  QM_TRY(CheckAmounts(profile));
  const bool status = profile.csv.HeaderOf(Column::kStatus) != nullptr;
  if (status == profile.booked_words.empty())
    return Wrong("a status and its words belong together");
  return Done();
}

Result<Done> CheckProfile(const PayoutProfile& profile) {
  const bool other_bank = profile.csv.HeaderOf(Column::kOtherBankAccount) != nullptr;
  const bool needs_code = profile.form == FileForm::kXml || other_bank;
  if (needs_code && profile.bank_code.empty()) return Wrong("bank_code has 12 digits");
  return CheckButForCode(profile);
}

Result<Done> CheckButForCode(const PayoutProfile& profile) {
  if (profile.most_items < 1) return Wrong("a file without items");
  if (profile.most_name < 1 || profile.most_name > kSchemaName) return Wrong("most_name");
  if (profile.most_remittance > kSchemaRemittance) return Wrong("most_remittance");
  const bool has_code = !profile.bank_code.empty();
  if (has_code && !IsBankCode(profile.bank_code)) return Wrong("bank_code has 12 digits");
  if (profile.form == FileForm::kXml) return Done();
  return CheckCsv(profile.csv,
                  {Column::kEndToEndId, Column::kName, Column::kAccount, Column::kAmount});
}

Result<Done> CheckProfile(const ResultProfile& profile) {
  if (profile.form == FileForm::kXml) return Done();
  if (profile.paid_words.empty()) return Wrong("no word for what was paid");
  return CheckCsv(profile.csv, {Column::kEndToEndId, Column::kStatus});
}

}  // namespace qianmo::ledger::bankfile
