#include "ledger/domain/bank_refusals.h"

#include <utility>

namespace qianmo::ledger::refusals {
namespace {

Refusal OfBank(std::string reason, std::string message) {
  return {Refusal::Kind::kPrecondition, std::move(reason), std::move(message)};
}

}  // namespace

Refusal BankAccountNotFound() {
  return {Refusal::Kind::kNotFound, "BANK_ACCOUNT_NOT_FOUND",
          "There is no such account at a bank."};
}

Refusal BankAccountExists() {
  return {Refusal::Kind::kExists, "BANK_ACCOUNT_EXISTS",
          "An open account at a bank has this number, or this account of the books."};
}

Refusal BankAccountMissing() {
  return OfBank("BANK_ACCOUNT_MISSING", "The books have no open account at a bank.");
}

Refusal PaymentUnderWay() {
  return OfBank("PAYMENT_UNDER_WAY", "The payment is under way: wait for what the bank says.");
}

Refusal PaymentUnknown() {
  return OfBank("PAYMENT_UNKNOWN",
                "Whether the bank has paid is not known: ask it; nothing is paid twice.");
}

Refusal PaymentPaid() { return OfBank("PAYMENT_PAID", "The bank has made this payment."); }

}  // namespace qianmo::ledger::refusals
