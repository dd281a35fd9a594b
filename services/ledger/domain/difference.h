// What a bank has at the end of a day, by its statements one after the other, and where they do not
// follow each other.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/money.h"

namespace qianmo::ledger {

struct StatementSpan {
  Date first_day;
  Date last_day;
  Fen opening;
  Fen closing;
};

// A bank had so much at the end of a day, which all that follows goes on from.
StatementSpan SpanUpTo(Date day, Fen balance);

// Of the bookings of a day: credits less debits.
struct DayNet {
  Date day;
  Fen net;
};

// A statement that does not begin with what those before it led to.
struct Jump {
  Date day;
  Fen amount;

  bool operator==(const Jump&) const = default;
};

struct BankChain {
  Date first_day;  // what was before, is in the opening
  Fen opening;
  std::vector<Jump> jumps;
};
// The spans by first day, the nets by day; both with one of each day at most for nets, and at least
// one span. Spans may overlap, and several may be of one day.
BankChain ChainOf(const std::vector<StatementSpan>& spans, const std::vector<DayNet>& nets);

// The opening, all that was booked up to the day's end, and the jumps.
Fen BankBalance(const BankChain& chain, const std::vector<DayNet>& nets, Date day);

// What the bank itself says that it has at the end of the day, if a statement ends with it; else
// BankBalance.
Fen StatedBalance(const BankChain& chain, const std::vector<StatementSpan>& spans,
                  const std::vector<DayNet>& nets, Date day);

}  // namespace qianmo::ledger
