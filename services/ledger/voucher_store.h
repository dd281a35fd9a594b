// Vouchers in the database, from the draft to its end.
#pragma once

#include <optional>
#include <string>
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

struct VoucherDraft {
  VoucherId id;
  BooksId books;
  Date date = {};
  std::string summary = {};
  int attachments = 0;
  std::vector<VoucherLine> lines = {};
  std::optional<VoucherId> reverses = {};
  std::optional<int> carries_year = {};
  Hand maker;

  Fen total() const;  // of one side
};
// The lines must be balanced.
void InsertVoucher(pg::Transaction& tx, CountyId county, const VoucherDraft& draft, Time now);

struct VoucherRow {
  VoucherDraft draft;
  VoucherFacts facts;
};
// Held until the transaction ends. Refuses VOUCHER_NOT_FOUND.
Result<VoucherRow> LockVoucher(pg::Transaction& tx, CountyId county, VoucherId id);
// Whose books it is in. Refuses VOUCHER_NOT_FOUND.
Result<BooksId> BooksOfVoucher(pg::Transaction& tx, CountyId county, VoucherId id);

// The next one of its books and year; nobody else has one until the transaction ends.
int TakeNumber(pg::Transaction& tx, CountyId county, BooksId books, int year);
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
