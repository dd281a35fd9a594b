// What two persons say of payments, in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/bank_entry_store.h"
#include "ledger/domain/correction.h"
#include "qianmo/ledger/v1/corrections.pb.h"

namespace qianmo::ledger {

using CorrectionId = Id<struct CorrectionTag>;

// The last attempt of a payment, held with it until the transaction ends. Refuses
// PAYMENT_NOT_FOUND.
struct LastAttempt {
  AttemptId id;
  PaymentId payment;
  BankAccountId account;
  AttemptStand stand;
  Fen amount;
  Payee payee;
  std::optional<BooksId> mirror;  // the books that the payee keeps here
};
Result<LastAttempt> LockLastAttempt(pg::Transaction& tx, CountyId county,
                                    const crypto::Keyring& ring, PaymentId payment);
// A booking that can have made it: one that has the attempt's number and was not found to be it by
// itself, or a debit of the same amount that has no number and waits; its name.
std::optional<std::string> BookingOf(pg::Transaction& tx, CountyId county,
                                     const LastAttempt& attempt);

// What keeps one of these payments here; nothing where nothing does.
PaymentStops StopsOf(pg::Transaction& tx, CountyId county, const std::vector<PaymentId>& payments);

struct NewCorrection {
  CorrectionId id;
  CorrectionKind kind;
  std::string reason;
  std::optional<Payee> payee = {};        // of kPayee
  std::optional<BankEntryId> entry = {};  // of kPaid, kReturned
  Fen fee = {};
  std::optional<AccountCode> fee_account = {};
  Hand maker;
};
void InsertCorrection(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                      const LastAttempt& attempt, const NewCorrection& correction, Time now);

struct CorrectionRow {
  CorrectionId id;
  BankAccountId account;
  PaymentId payment;
  AttemptId attempt;
  CorrectionKind kind;
  CorrectionFacts facts;
  std::string reason;
  std::optional<Payee> payee;
  std::optional<BankEntryId> entry;
  Fen fee;
  std::optional<AccountCode> fee_account;
};
// Refuse CORRECTION_NOT_FOUND. Locked until the transaction ends.
Result<BankAccountId> AccountOfCorrection(pg::Transaction& tx, CountyId county, CorrectionId id);
Result<CorrectionRow> LockCorrection(pg::Transaction& tx, CountyId county,
                                     const crypto::Keyring& ring, CorrectionId id);
void SetCorrectionEnd(pg::Transaction& tx, CountyId county, CorrectionId id, CorrectionState state,
                      const Hand& checker, Time now);

// As people see it, with account numbers masked, and names where there are several. It must exist.
v1::PaymentCorrection ReadCorrection(pg::Transaction& tx, CountyId county,
                                     const crypto::Keyring& ring, CorrectionId id);
struct CorrectionQuery {
  BankAccountId account;
  bool waiting_only = false;
  std::optional<Uuid> after = {};
  int limit = 0;
};
google::protobuf::RepeatedPtrField<v1::PaymentCorrection> ListCorrectionsOf(
    pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
    const CorrectionQuery& query);

}  // namespace qianmo::ledger
