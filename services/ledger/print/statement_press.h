// Prints a statement on one page A4 to be signed: a balance sheet lies, both sides beside each
// other; what has one side stands.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"

namespace qianmo::ledger::print {

struct StatementPaperLine {
  std::string label;
  int row;     // 0 of a heading, which has no amounts
  int indent;  // in characters
  bool is_total;
  Fen previous;
  Fen current;
};

// One side of the table.
struct StatementColumns {
  std::string label;
  std::string previous;
  std::string current;
  std::vector<StatementPaperLine> lines;
};

struct StatementPaper {
  std::string title;
  std::string organisation;
  Date end;
  std::vector<StatementColumns> parts;  // one or two
};

// The same statement gives the same bytes. The last line of each side is at the bottom. Refuses
// GLYPH_MISSING and INVALID_UTF8.
Result<std::string> PrintStatement(const StatementPaper& paper);

}  // namespace qianmo::ledger::print
