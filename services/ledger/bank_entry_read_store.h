// Bookings of banks as people see them, and what people say of them.
#pragma once

#include "ledger/bank_entry_store.h"

namespace qianmo::ledger {

// What somebody who says what a booking is must know of it. Refuse BANK_ENTRY_NOT_FOUND.
struct EntryToMatch {
  BankEntryId id;
  BankAccountId account;
  BankSide side;
  Fen amount;
  Date booking_date;
  bool reversal;
  std::string reason;
  // As BankEntry.State has it: a voucher that was rejected leaves it unmatched.
  int state;
  std::optional<MatchedBy> by;
  std::optional<VoucherId> voucher;
};
Result<BankAccountId> AccountOfEntry(pg::Transaction& tx, CountyId county, BankEntryId id);
Result<EntryToMatch> LockEntry(pg::Transaction& tx, CountyId county, BankEntryId id);
// By a voucher that waits for its approval, and whose end is the booking's, too; by one that is
// posted.
void SetDrafted(pg::Transaction& tx, CountyId county, BankEntryId id, VoucherId voucher);
void SetPointed(pg::Transaction& tx, CountyId county, BankEntryId id, VoucherId voucher);
// By a correction of a payment that waits for its approval.
void SetProposed(pg::Transaction& tx, CountyId county, BankEntryId id, MatchedBy by,
                 AttemptId attempt);
// It waits for somebody again.
void SetUnmatched(pg::Transaction& tx, CountyId county, BankEntryId id);
// What the voucher moves on the account: debits less credits.
Fen MovedBy(pg::Transaction& tx, CountyId county, VoucherId voucher, BooksId books,
            const AccountCode& code);

// It must exist.
v1::BankEntry ReadBankEntry(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                            BankEntryId id);
struct EntryQuery {
  BankAccountId account;
  bool unmatched_only = false;
  std::optional<Uuid> after = {};
  int limit = 0;
};
google::protobuf::RepeatedPtrField<v1::BankEntry> ListBankEntriesOf(pg::Transaction& tx,
                                                                    CountyId county,
                                                                    const crypto::Keyring& ring,
                                                                    const EntryQuery& query);

// Lines of a day difference, the oldest first, of which the newest at most so many, and what all of
// them come to.
struct DifferenceLines {
  google::protobuf::RepeatedPtrField<v1::DayDifferenceLine> lines;
  Fen sum;
  bool cut = false;
};
struct DifferenceQuery {
  BankAccountRow account;
  Date first_day;  // of the first statement: what was booked before is in its opening
  Date day;
  int most;
  // Up to this day only these were open, and nothing else is looked at.
  std::optional<Date> settled = {};
  std::vector<VoucherId> vouchers = {};
  std::vector<BankEntryId> entries = {};
};
// Vouchers up to the day that no booking up to it says.
DifferenceLines VouchersNotAtBank(pg::Transaction& tx, CountyId county,
                                  const DifferenceQuery& query);
// Bookings up to the day that no voucher up to it says.
DifferenceLines EntriesNotInBooks(pg::Transaction& tx, CountyId county,
                                  const DifferenceQuery& query);

}  // namespace qianmo::ledger
