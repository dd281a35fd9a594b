// Vouchers in the database, from the draft to its end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/books_store.h"
#include "ledger/domain/approval.h"
#include "ledger/domain/voucher.h"
#include "qianmo/ledger/v1/vouchers.pb.h"

namespace qianmo::ledger {

using VoucherId = Id<struct VoucherTag>;

// Somebody who acts, and the person behind the account.
struct Hand {
  Uuid account;
  Uuid person;
};

// The numbers are those of qianmo.ledger.v1.Voucher.Origin.
enum class Origin { kPeople = 1, kRule = 2 };

struct VoucherDraft {
  VoucherId id;
  BooksId books;
  Date date = {};
  std::string summary = {};
  int attachments = 0;
  std::vector<VoucherLine> lines = {};
  std::optional<VoucherId> reverses = {};
  std::optional<int> carries_year = {};
  Origin origin = Origin::kPeople;
  // Of one that a rule made: whoever made it happen, if anybody did.
  std::optional<Hand> maker = {};

  Fen total() const;  // of one side
};
// Of people, to be approved. The lines must be balanced.
void InsertDraft(pg::Transaction& tx, CountyId county, const VoucherDraft& draft, Time now);
// Of a rule, posted at once.
struct NumberedVoucher {
  const VoucherDraft* voucher;
  int number;
};
void InsertPosted(pg::Transaction& tx, CountyId county,
                  const std::vector<NumberedVoucher>& vouchers, Time now);

struct VoucherRow {
  VoucherDraft draft;
  VoucherFacts facts;
};
// Held until the transaction ends. Refuses VOUCHER_NOT_FOUND.
Result<VoucherRow> LockVoucher(pg::Transaction& tx, CountyId county, VoucherId id);
// Where it belongs; that never changes. Refuses VOUCHER_NOT_FOUND.
struct VoucherPlace {
  BooksId books;
  std::optional<int> carries_year;
};
Result<VoucherPlace> PlaceOfVoucher(pg::Transaction& tx, CountyId county, VoucherId id);

// How many vouchers of these books and year want a number; gives the last one before them. Nobody
// else has one until the transaction ends.
using BooksYear = std::pair<BooksId, int>;
std::map<BooksYear, int> TakeNumbers(pg::Transaction& tx, CountyId county,
                                     const std::map<BooksYear, int>& wanted);
void SetPosted(pg::Transaction& tx, CountyId county, VoucherId id, int number, const Hand& checker,
               Time now);
void SetRejected(pg::Transaction& tx, CountyId county, VoucherId id, const std::string& reason,
                 const Hand& checker, Time now);

// As people see it. It must exist.
v1::Voucher ReadVoucher(pg::Transaction& tx, CountyId county, VoucherId id);
google::protobuf::RepeatedPtrField<v1::Voucher> ListVouchersOf(pg::Transaction& tx, CountyId county,
                                                               BooksId books, int state,
                                                               const std::optional<Uuid>& after,
                                                               int limit);

}  // namespace qianmo::ledger
