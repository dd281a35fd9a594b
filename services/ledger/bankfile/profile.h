// What the files of one bank look like. It is data: a county keeps a text for each of its banks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sheet/decoder.h"

namespace qianmo::ledger::bankfile {

enum class FileForm { kXml, kCsv };

// What a column of a CSV file means.
enum class Column {
  kReference,
  kBookingDate,
  kValueDate,
  kAmount,
  kCredit,
  kDebit,
  kDirection,
  kBalance,
  kOwnAccount,  // whose statement it is, or who pays
  kCurrency,    // must say CNY, 人民币 or 156
  kName,        // of the other side: who paid, or who is paid
  kAccount,     // its account; with kOtherBankAccount, only accounts at this same bank (本行)
  kOtherBankAccount,  // 他行
  kBankName,
  kBankCode,  // 12 digits (联行号)
  kSubAccount,
  kEndToEndId,
  kExecutionDate,  // payouts: when the bank should pay
  kPayoutId,       // the payout file's number
  kRemittance,
  kCode,
  kStatus,
  kReasonCode,
  kReason,
  kReversal,  // not empty and neither 0, N nor 否: it is one
};

inline constexpr int kColumnCount = static_cast<int>(Column::kReversal) + 1;

// A record of totals, known by how its first cell begins. Each number says in which cell (from 1)
// a figure stands, alone or behind a colon ("总笔数：3"); 0: nowhere.
struct CsvTotals {
  std::string mark;
  int count = 0;
  int sum = 0;
  int credit_count = 0;
  int credit_sum = 0;
  int debit_count = 0;
  int debit_sum = 0;
  int opening = 0;
  int closing = 0;

  bool operator==(const CsvTotals&) const = default;
};

struct CsvColumn {
  Column meaning;
  std::string header;

  bool operator==(const CsvColumn&) const = default;
};

struct CsvForm {
  sheet::Encoding encoding = sheet::Encoding::kUtf8;
  char delimiter = ',';
  int lines_before = 0;  // records in front of the one with the names of the columns
  bool fen = false;      // whole fen; otherwise yuan, at most two decimals, "1,234.50" or "1234.5"
  // Y, M, D are digits of the date, h, m, s digits that must be there, all else stands for itself.
  std::string date = "YYYY-MM-DD";
  std::vector<CsvColumn> columns = {};    // in the order in which they are written
  std::optional<CsvTotals> header = {};   // among the records in front
  std::optional<CsvTotals> trailer = {};  // the last record

  // The header of a column; none: there is no such column.
  const std::string* HeaderOf(Column meaning) const;

  bool operator==(const CsvForm&) const = default;
};

// Where the number of the virtual sub-account is.
enum class SubAccountPlace {
  kNowhere,
  kRelatedAccount,  // XML: RltdAcct of the statement
  kPartyAccount,    // XML: the account on our side of the transaction, where it is not the
                    // statement's
  kColumn,          // CSV
  kRemittance,      // behind a prefix, in the text
};
struct SubAccountRule {
  SubAccountPlace place = SubAccountPlace::kNowhere;
  // kRemittance only. Two different numbers in one text are none.
  std::string prefix = {};
  int digits = 0;

  bool operator==(const SubAccountRule&) const = default;
};

struct StatementProfile {
  FileForm form = FileForm::kXml;
  // Where the text of a profile says nothing of it: kPartyAccount in XML.
  SubAccountRule sub_account = {};
  // XML: whether NtryRef names a booking for good; some banks only count in it.
  bool entry_reference = true;
  CsvForm csv = {};
  // CSV. Which of kAmount, kCredit + kDebit, kAmount + kDirection there are says how amounts are
  // written; without the latter two a negative kAmount is a debit.
  std::vector<std::string> credit_words = {};
  std::vector<std::string> debit_words = {};
  std::vector<std::string> booked_words = {};  // of kStatus; other ones are skipped
  bool newest_first = false;                   // for kBalance

  bool operator==(const StatementProfile&) const = default;
};

struct PayoutProfile {
  FileForm form = FileForm::kXml;
  // What the bank's own books can write; a payee whose name it cannot is refused before it is sent.
  sheet::Encoding charset = sheet::Encoding::kGbk;
  std::string bank_code;            // 12 digits, of the bank itself; needed to write a payout
  std::int64_t most_items = 5'000;  // in one file
  std::size_t most_name = 70;       // characters; never more than the form allows
  std::size_t most_remittance = 140;
  CsvForm csv = {};

  bool operator==(const PayoutProfile&) const = default;
};

struct ResultProfile {
  FileForm form = FileForm::kXml;
  CsvForm csv = {};
  // CSV: the bank's words of kStatus. Any other word is an unknown outcome.
  std::vector<std::string> accepted_words = {};
  std::vector<std::string> paid_words = {};
  std::vector<std::string> rejected_words = {};
  std::vector<std::string> returned_words = {};
  std::vector<std::string> pending_words = {};

  bool operator==(const ResultProfile&) const = default;
};

struct Profile {
  std::string bank;  // its name
  StatementProfile statement = {};
  PayoutProfile payout = {};
  ResultProfile results = {};

  bool operator==(const Profile&) const = default;
};

// Lines of "key = value"; empty ones and those that begin with # say nothing. Refuses
// PROFILE_MALFORMED, with the line, what it does not know, what comes twice, and what cannot work,
// but for the bank's own code where it is not said: accounts know it, too.
Result<Profile> ParseProfile(std::string_view text);
// What ParseProfile reads as the same; the same profile makes the same text.
std::string FormatProfile(const Profile& profile);

}  // namespace qianmo::ledger::bankfile
