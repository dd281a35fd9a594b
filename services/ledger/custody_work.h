// What one change does to the custody books, to a village's and to the bank, all of it together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/domain/custody_account.h"
#include "ledger/hold_part_store.h"
#include "ledger/interest_store.h"
#include "ledger/posting_store.h"

namespace qianmo::ledger {

// An amount that goes from one custody account to another.
struct CustodyMove {
  CustodyAccount debit;
  CustodyAccount credit;
  Fen amount;
  std::string summary;
  // Whose it was, and whose it is.
  std::optional<Uuid> debit_party = {};
  std::optional<Uuid> credit_party = {};
  Purpose purpose = {};
};

// A claim of a village on the centre, against an account of the village.
struct VillageClaim {
  BooksId books;
  AccountCode receivable;
  AccountCode credit;
  Fen amount;
  std::string summary;
  std::optional<Uuid> party = {};  // of the credit
  Purpose purpose = {};
};

class CustodyWork {
 public:
  // Holds the custody books. Refuses BOOKS_NOT_FOUND.
  static Result<CustodyWork> Begin(pg::Transaction& tx, CountyId county,
                                   const crypto::Keyring& ring, const std::optional<Hand>& maker,
                                   Time now);

  VoucherId Move(const CustodyMove& move);
  VoucherId Claim(const VillageClaim& claim);
  // Out of kInTransit, from this account or, where it is closed, from that of the custody books.
  // Refuses BANK_ACCOUNT_MISSING.
  struct Outgoing {
    PaymentKind kind;
    BankAccountId from;
    Payee payee;
    Fen amount;
    std::string remittance;
    Uuid source;
    std::optional<Mirror> mirror = {};
    std::optional<Uuid> party = {};
    std::optional<Uuid> contract = {};
  };
  Result<PaymentId> Pay(const Outgoing& outgoing);
  // All interest of a hold that is not paid out. Refuses BANK_ACCOUNT_MISSING.
  Result<Done> PayInterest(const HoldRow& hold);
  // What a village is owed, once it has an account at a bank; nothing while it has none. Refuses
  // BANK_ACCOUNT_MISSING where the centre has none.
  Result<std::optional<PaymentId>> PayVillage(const TransferRow& transfer);
  // Says the other way round what a voucher of a rule said. Refuses VOUCHER_NOT_FOUND.
  Result<VoucherId> TakeBack(VoucherId voucher);
  // What was to be paid to a village is owed to it again.
  void KeepFromVillage(const TransferRow& transfer);
  // Posts it and makes the payments, after which rows can name them. Refuses what PostCommands
  // does. Once.
  Result<Done> Post();

 private:
  CustodyWork(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, BooksId books,
              const std::optional<Hand>& maker, Time now)
      : tx_(tx), county_(county), ring_(ring), books_(books), maker_(maker), now_(now) {}

  // The centre, as the party that villages have claims on: its custody books.
  Uuid centre() const { return books_.uuid; }
  VoucherId Add(BooksId books, const std::string& summary, std::vector<VoucherLine> lines);

  pg::Transaction& tx_;
  CountyId county_;
  const crypto::Keyring& ring_;
  BooksId books_;
  std::optional<Hand> maker_;
  Time now_;
  PostCommand command_;
  std::vector<NewPayment> payments_;
  std::vector<ShareId> shares_;
  std::vector<PaymentId> share_payments_;
};

}  // namespace qianmo::ledger
