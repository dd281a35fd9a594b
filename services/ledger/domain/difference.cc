#include "ledger/domain/difference.h"

namespace qianmo::ledger {

StatementSpan SpanUpTo(Date day, Fen balance) {
  return {day + std::chrono::days(1), day, balance, balance};
}

BankChain ChainOf(const std::vector<StatementSpan>& spans, const std::vector<DayNet>& nets) {
  BankChain chain{
      .first_day = spans.front().first_day, .opening = spans.front().opening, .jumps = {}};
  for (std::size_t i = 1; i < spans.size(); ++i) {
    const StatementSpan& span = spans[i];
    // Of several on one day each begins where the one before it ended.
    if (span.opening == spans[i - 1].closing) continue;
    const Fen expected = BankBalance(chain, nets, span.first_day - std::chrono::days(1));
    if (span.opening == expected) continue;
    chain.jumps.push_back({span.first_day, span.opening - expected});
  }
  return chain;
}

Fen BankBalance(const BankChain& chain, const std::vector<DayNet>& nets, Date day) {
  Fen balance = chain.opening;
  for (const DayNet& net : nets) {
    if (net.day >= chain.first_day && net.day <= day) balance += net.net;
  }
  for (const Jump& jump : chain.jumps) {
    if (jump.day <= day) balance += jump.amount;
  }
  return balance;
}

Fen StatedBalance(const BankChain& chain, const std::vector<StatementSpan>& spans,
                  const std::vector<DayNet>& nets, Date day) {
  Fen balance = BankBalance(chain, nets, day);
  for (const StatementSpan& span : spans) {
    if (span.last_day == day) balance = span.closing;
  }
  return balance;
}

}  // namespace qianmo::ledger
