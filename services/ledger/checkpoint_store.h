// Days up to which the books and a bank are compared: what is older is not read again.
#pragma once

#include <optional>
#include <vector>

#include "ledger/bank_entry_store.h"

namespace qianmo::ledger {

struct Checkpoint {
  Date day = {};
  Fen bank = {};  // what the bank had at its end
  // Moved on the account in the books up to then: rows are only ever added, so while this is so,
  // nothing older has been posted.
  Fen debit = {};
  Fen credit = {};
  // Of the first statement; and where statements did not follow each other.
  Date first_day = {};
  Fen opening = {};
  std::vector<Jump> jumps = {};
  // Open at its end: vouchers that no booking said, bookings that no voucher said.
  std::vector<VoucherId> vouchers = {};
  std::vector<BankEntryId> entries = {};
};

// What moved on an account of the books up to the end of a month.
struct MovedUpTo {
  Fen debit;
  Fen credit;
};
MovedUpTo TurnoverUpTo(pg::Transaction& tx, CountyId county, BooksId books, const AccountCode& code,
                       Date last_of_month);

// The last one up to the day that still holds.
std::optional<Checkpoint> LastCheckpoint(pg::Transaction& tx, CountyId county,
                                         const BankAccountRow& account, Date day);
// The account must be locked.
void InsertCheckpoint(pg::Transaction& tx, CountyId county, BankAccountId account,
                      const Checkpoint& checkpoint);
// Something of this day, or of a later one, is not what it was, on any account of the books.
void DropCheckpoints(pg::Transaction& tx, CountyId county, BooksId books, Date from);
// Nobody makes one of these books meanwhile.
void HoldCheckpoints(pg::Transaction& tx, CountyId county, BooksId books);

// What statements say of the account that end behind a day, by first day; and what was booked a day
// behind it.
std::vector<StatementSpan> SpansAfter(pg::Transaction& tx, CountyId county, BankAccountId account,
                                      Date day);
std::vector<DayNet> NetsAfter(pg::Transaction& tx, CountyId county, BankAccountId account,
                              Date day);

}  // namespace qianmo::ledger
