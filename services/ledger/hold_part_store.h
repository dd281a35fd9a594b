// Parts of holds that went somewhere, and what villages are owed of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/hold_store.h"

namespace qianmo::ledger {

using PartId = Id<struct PartTag>;

struct NewPart {
  PartId id;
  HoldId hold;
  PartKind kind;
  Fen amount;
  std::string reason;
  Hand hand;
  VoucherId voucher;
  std::optional<PaymentId> payment = {};  // of a release
};
void InsertPart(pg::Transaction& tx, CountyId county, const NewPart& part, Time now);

// A forfeited part of a hold that is locked.
struct ForfeitRow {
  Fen amount;
  Uuid person;  // who forfeited it
  bool disposed;
};
// Refuses PART_NOT_FORFEITED.
Result<ForfeitRow> FindForfeit(pg::Transaction& tx, CountyId county, HoldId hold, PartId part);
struct NewDisposal {
  PartId part;
  Disposal disposal;
  std::string reason;
  Hand hand;
  std::optional<VoucherId> costs_voucher = {};
  std::optional<PaymentId> costs_payment = {};
  std::optional<VoucherId> village_voucher = {};
};
void InsertDisposal(pg::Transaction& tx, CountyId county, const NewDisposal& disposal, Time now);

using TransferId = Id<struct TransferTag>;

// What a village is owed.
struct TransferRow {
  TransferId id;
  PartId part;
  BooksId books;
  std::string books_name;
  Fen amount;
  AccountCode receivable;
  std::optional<Uuid> contract;
  // Where the money is, and of which deposit it was.
  BankAccountId account;
  SubAccountNumber number;
};
struct NewTransfer {
  TransferId id;
  PartId part;
  BooksId books;
  Fen amount;
  AccountCode receivable;
  std::optional<Uuid> contract;
  VoucherId voucher;
};
void InsertTransfer(pg::Transaction& tx, CountyId county, const NewTransfer& transfer);
void SetTransferPayment(pg::Transaction& tx, CountyId county, TransferId id, PaymentId payment);
// At most so many that have no payment although their books have an account at a bank, behind this
// one.
std::vector<TransferId> PayableAfter(pg::Transaction& tx, CountyId county, TransferId after,
                                     int most);
// Nothing when somebody else has locked it, or has paid it meanwhile.
std::optional<TransferRow> LockPayable(pg::Transaction& tx, CountyId county, TransferId id);
// Why it could not be paid: the reason of a refusal.
void SetTransferTrouble(pg::Transaction& tx, CountyId county, TransferId id,
                        const std::string& reason);

}  // namespace qianmo::ledger
