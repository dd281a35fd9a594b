// What a bank reports of our payments, taken by the attempts that it is about: the states move, and
// what was paid or came back is posted at the same moment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/payment_store.h"
#include "ledger/voucher_store.h"

namespace qianmo::ledger {

struct AttemptReport {
  std::string end_to_end_id;
  BankReport report;
  Date day;  // on which it happened, as far as the bank says so
  // Where the bank repeats them: what does not fit the payment is not believed.
  std::optional<Fen> amount = {};
  std::string payee_account = {};
  std::string reason_code = {};
  std::string reason = {};
  std::string bank_reference = {};
  // Two persons say so: what the bank said before does not count against it.
  bool by_hand = false;
  // What the bank took besides, and where that goes.
  Fen fee = {};
  std::optional<AccountCode> fee_account = {};
};

enum class ReportFate {
  kChanged,
  kKnown,
  // These change nothing. The numbers after the first two are those of
  // qianmo.ledger.v1.Contradiction.Kind.
  kUnknownPayment,
  kAgainstEarlier,
  kOtherAmount,
  kOtherPayee,
  kNotPosted
};
constexpr bool IsContradiction(ReportFate fate) { return fate > ReportFate::kKnown; }
constexpr int ContradictionNumber(ReportFate fate) { return static_cast<int>(fate) - 1; }

struct ReportOutcome {
  ReportFate fate;
  std::optional<PaymentId> payment = {};
  std::optional<AttemptId> attempt = {};
  // Of what was paid and of what came back: what says so in the account's books, also when that was
  // known before.
  std::optional<VoucherId> voucher = {};
  std::string refusal = {};  // of kNotPosted: why the books refuse
};

// Of payments that leave this account, one outcome a report. Payments are locked by id, then books.
std::vector<ReportOutcome> TakeReports(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring, const BankAccountRow& account,
                                       const std::vector<AttemptReport>& reports, Time now);

// Hex digits as an id; nothing for what is none.
std::optional<AttemptId> ParseEndToEndId(std::string_view text);
std::string EndToEndId(AttemptId id);

}  // namespace qianmo::ledger
