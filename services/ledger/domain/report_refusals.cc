#include "ledger/domain/report_refusals.h"

namespace qianmo::ledger::refusals {

Refusal MonthAhead(const std::string& field) {
  Refusal refusal = Refusal::InvalidField(field, "This month has not begun.");
  refusal.reason = "MONTH_AHEAD";
  return refusal;
}

Refusal StatementUnfit() {
  return {Refusal::Kind::kPrecondition, "STATEMENT_UNFIT",
          "The Ministry's statements are of collectives and village committees."};
}

Refusal ExportTooLarge(std::int64_t most_rows) {
  return Refusal{Refusal::Kind::kPrecondition, "EXPORT_TOO_LARGE",
                 "This is more than one file holds: export fewer months."}
      .With("most_rows", std::to_string(most_rows));
}

}  // namespace qianmo::ledger::refusals
