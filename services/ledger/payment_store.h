// Payments: money that must leave an account at a bank, and the attempts to make it do so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/bank_account_store.h"
#include "ledger/domain/payment.h"
#include "qianmo/ledger/v1/payments.pb.h"

namespace qianmo::ledger {

using PaymentId = Id<struct PaymentTag>;
// In hex digits, what the bank knows an attempt by.
using AttemptId = Id<struct AttemptTag>;

// The numbers are those of qianmo.ledger.v1.Payment.Kind.
enum class PaymentKind {
  kDepositRefund = 1,
  kVillageTransfer = 2,
  kSuspenseReturn = 3,
  kInterest = 4,
  kVillagePayout = 5,
  kForfeitCosts = 6
};

struct Payee {
  std::string name;
  std::string account_number;
  std::string bank_code;  // 12 digits; empty where only the bank's name is known
  std::string bank_name;
};

// What is posted to other books at the moment at which the bank has paid.
struct Mirror {
  BooksId books;
  AccountCode debit;
  AccountCode credit;
};

struct NewPayment {
  PaymentId id;
  PaymentKind kind;
  BankAccountId from;
  Payee payee;
  Fen amount;
  std::string remittance;  // 1 to 140 characters
  // What it is made for: a part of a hold, an item in suspense.
  Uuid source;
  // What is cleared when the bank has paid: debited in the account's books, against the account.
  AccountCode settles;
  std::optional<Mirror> mirror = {};
  std::optional<Uuid> party = {};
  std::optional<Uuid> contract = {};
  Time due = {};
};

// They wait to be sent from then on, each as its first attempt. Accounts and books must exist; the
// same id twice is an error.
void InsertPayments(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                    const std::vector<NewPayment>& payments, Time now);

// What lies in a row of ledger.payment.
Payee OpenPayee(const crypto::Keyring& ring, CountyId county, PaymentId id,
                std::string_view sealed);

std::string PaymentName(CountyId county, PaymentId id);
// Who is paid from now on, and the account of the payee's own books that it comes to, if it keeps
// them here.
void SavePayee(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring, PaymentId id,
               const Payee& payee, const std::optional<AccountCode>& mirror_debit);

// Where a payment stands, held until the transaction ends. Refuses PAYMENT_NOT_FOUND.
struct PaymentRow {
  PaymentId id;
  BankAccountId from;
  AttemptState state;
  int attempts;
};
Result<PaymentRow> LockPayment(pg::Transaction& tx, CountyId county, PaymentId id);
// The account that it leaves from; that never changes. Refuses PAYMENT_NOT_FOUND.
Result<BankAccountId> AccountOfPayment(pg::Transaction& tx, CountyId county, PaymentId id);
// It waits to be sent again.
void AddAttempt(pg::Transaction& tx, CountyId county, const PaymentRow& payment, Time now);

// As people see it, with the payee masked. It must exist.
v1::Payment ReadPayment(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                        PaymentId id);
struct PaymentQuery {
  BankAccountId account;
  int state = 0;  // any
  std::optional<Uuid> after = {};
  int limit = 0;
};
google::protobuf::RepeatedPtrField<v1::Payment> ListPaymentsOf(pg::Transaction& tx, CountyId county,
                                                               const crypto::Keyring& ring,
                                                               const PaymentQuery& query);

}  // namespace qianmo::ledger
