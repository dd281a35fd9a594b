// What a bank's statement says, one booking at a time, whatever the form of the file was.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/money.h"

namespace qianmo::ledger::bankfile {

// As the holder of the account sees it: a credit is money that came in.
enum class Direction { kCredit, kDebit };

enum class StatementKind {
  kStatement,     // camt.053, CSV: what was booked, with balances
  kNotification,  // camt.054: that something was booked; the statement will say it again
};

struct StatementHead {
  StatementKind kind = StatementKind::kStatement;
  std::string message;                        // the file's own number; empty in CSV
  std::string id;                             // the statement's number; empty in CSV
  std::string account;                        // whose; empty in CSV that does not say
  std::optional<std::int64_t> sequence = {};  // the bank's count of electronic statements
  std::optional<Date> first_day = {};         // what it covers, where it says so
  std::optional<Date> last_day = {};
};

struct Counterparty {
  std::string name;
  std::string account;
  std::string bank;  // its 12 digits where the file has them, otherwise its name

  bool operator==(const Counterparty&) const = default;
};

// One booked amount. A bank that books many payments at once (batch booking) and lists them below
// the entry gives one item for each of them; their sum was checked against the entry.
struct StatementItem {
  // Names the booking among those of its account: the same in every file that has it (statements
  // that overlap, a notification and the statement after it), and never twice in one statement.
  // 32 hex digits of: reference, direction, amount, booking date; where the bank gave no reference,
  // of all that it says; and of how many of the very same came before it in the statement.
  std::string identity;
  // AcctSvcrRef, else NtryRef, else empty. Not unique: a payment and its fee can share one.
  std::string reference;
  std::int64_t entry = 0;   // which of the file's entries, from 1
  std::int64_t detail = 0;  // which of the entry's details, from 1; 0 when it has none
  std::int64_t line = 0;    // where the entry begins in the file

  Fen amount;  // above zero
  Direction direction = Direction::kCredit;
  bool reversal = false;  // takes back an earlier booking, which had the other direction
  Date booking_date;
  Date value_date;            // the booking date where the file has no other
  std::string code;           // the bank's kind of transaction, "PMNT/RCDT/ESCT" or its own words
  std::string end_to_end_id;  // empty for none, also for NOTPROVIDED
  std::string sub_account;    // the virtual sub-account, where the profile says it is; or empty
  Counterparty counterparty;
  std::string remittance;
  std::string return_code;  // why a payment of ours came back, "AC04"; empty when it says nothing
};

struct StatementTail {
  std::int64_t credits = 0;  // items
  std::int64_t debits = 0;
  std::int64_t skipped = 0;  // entries that are not booked (pending, information)
  Fen credit_sum;
  Fen debit_sum;
  // Absent in notifications, and in CSV that has neither balances nor a column of them. Where they
  // are, opening + credits − debits = closing.
  std::optional<Fen> opening = {};
  std::optional<Fen> closing = {};
};

// Where the parts of a file go, as they are complete: for each statement its head, its items, its
// tail. Nothing of a file is true before Finish has said so: what comes last can prove the whole
// file wrong, so whoever is called here only stages.
struct StatementSink {
  std::function<void(const StatementHead&)> head;
  std::function<void(const StatementItem&)> item;
  std::function<void(const StatementTail&)> tail;
};

}  // namespace qianmo::ledger::bankfile
