#include "ledger/domain/credit.h"

#include "base/text.h"

namespace qianmo::ledger {
namespace {

// What is not UTF-8 stays as it is, and is nobody's.
std::string Compact(std::string_view written, std::string_view without) {
  const auto line = NormalizeHandle(written);
  std::string compact = line ? *line : std::string(written);
  std::erase_if(compact, [&](char c) { return without.find(c) != without.npos; });
  return compact;
}

std::optional<SuspenseReason> CheckState(const CreditFacts& credit, const HoldFacts& hold) {
  if (hold.state == HoldState::kFunded) return SuspenseReason::kDouble;
  if (hold.state == HoldState::kResolved) return SuspenseReason::kHoldEnded;
  // What came in time is a deposit, however late we are told: over a holiday no statement comes.
  if (credit.value_date > BeijingDate(hold.due)) return SuspenseReason::kLate;
  return std::nullopt;
}

}  // namespace

std::string PayerNumber(std::string_view written) { return Compact(written, " -"); }

std::string PayerName(std::string_view written) { return Compact(written, " "); }

bool IsPayer(const Payer& own, const Payer& payer) {
  const std::string number = PayerNumber(payer.number), name = PayerName(payer.name);
  if (number.empty() || number != PayerNumber(own.number)) return false;
  return name.empty() || name == PayerName(own.name);
}

std::optional<SuspenseReason> CheckCredit(const CreditFacts& credit, const Expectation& expected) {
  const bool own = IsPayer(expected.own, credit.payer);
  if (expected.paid_for_other || (expected.is_of_other && !own)) {
    return SuspenseReason::kSharedPayer;
  }
  if (!own) return SuspenseReason::kWrongPayer;
  if (const auto reason = CheckState(credit, expected.hold)) return reason;
  if (credit.amount != expected.hold.expected) return SuspenseReason::kWrongAmount;
  return std::nullopt;
}

}  // namespace qianmo::ledger
