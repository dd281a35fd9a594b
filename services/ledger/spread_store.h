// Spreads in the database: what is spread, its parts, and which voucher each part has.
#pragma once

#include <string>
#include <vector>

#include "ledger/domain/spread.h"
#include "ledger/voucher_store.h"
#include "qianmo/ledger/v1/spreads.pb.h"

namespace qianmo::ledger {

using SpreadId = Id<struct SpreadTag>;

struct NewSpread {
  SpreadId id;
  BooksId books;
  VoucherId voucher;
  int position;  // of its line
  VoucherLine line;
  AccountCode income;
  Fen total;
  Date first;
  Date last;
  SpreadMethod method;
  Hand creator;
};
// Refuses SPREAD_EXISTS.
Result<Done> InsertSpread(pg::Transaction& tx, CountyId county, const NewSpread& spread,
                          const std::vector<SpreadPart>& parts, Time now);

// What earlier spreads of this line have made income of.
Fen PostedOfLine(pg::Transaction& tx, CountyId county, VoucherId voucher, int position);

// Whether the voucher, which is locked, can be taken back: nothing of it that is spread is income
// or about to be. No part of it is drafted until the transaction ends. Refuses SPREAD_IS_INCOME,
// SPREAD_PART_WAITS.
Result<Done> CheckNoIncomeOf(pg::Transaction& tx, CountyId county, VoucherId voucher);

// Whose books it is in. Refuses SPREAD_NOT_FOUND.
Result<BooksId> BooksOfSpread(pg::Transaction& tx, CountyId county, SpreadId id);

// Held until the transaction ends. It must exist.
struct SpreadStanding {
  bool ended;
  bool part_waits;  // for its approval
};
SpreadStanding LockSpread(pg::Transaction& tx, CountyId county, SpreadId id);
void EndSpread(pg::Transaction& tx, CountyId county, SpreadId id, const std::string& reason,
               const Uuid& account, Time now);

// A part that wants a voucher.
struct DuePart {
  SpreadId spread;
  SpreadPart part;
  VoucherLine debt;  // as the line of the voucher says it, with the amount of the part
  AccountCode income;
  Hand creator;
};
// Of these books until the day, in the order in which they are due, but no more than `limit`; all
// spreads of the books are held until the transaction ends. Parts whose voucher was given back or
// taken back count only where `again`; those of an account that was divided never do.
std::vector<DuePart> LockDueParts(pg::Transaction& tx, CountyId county, BooksId books, Date until,
                                  bool again, int limit);
// Those that are due and whose account was divided, at most `limit`. Of spreads that are held.
struct StuckPart {
  SpreadId spread;
  int number;
  AccountCode account;
};
std::vector<StuckPart> StuckParts(pg::Transaction& tx, CountyId county, BooksId books, Date until,
                                  int limit);
void SetPartVoucher(pg::Transaction& tx, CountyId county, const DuePart& due, VoucherId voucher);

// Where parts are due that never had a voucher.
std::vector<BooksId> BooksWithDueParts(pg::Transaction& tx, CountyId county, Date until);

// As people see it, with its parts. It must exist.
v1::Spread ReadSpread(pg::Transaction& tx, CountyId county, SpreadId id);
google::protobuf::RepeatedPtrField<v1::Spread> ListSpreadsOf(pg::Transaction& tx, CountyId county,
                                                             BooksId books,
                                                             const std::optional<Uuid>& after,
                                                             int limit);

}  // namespace qianmo::ledger
