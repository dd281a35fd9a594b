#include "ledger/domain/income.h"

namespace qianmo::ledger {

std::optional<IncomeKind> UsualIncomeKind(const ChartAccount& account) {
  if (account.nature != Nature::kIncome) return std::nullopt;
  if (account.code == "501") return IncomeKind::kRecurringOperating;
  if (account.code == "502") return IncomeKind::kRecurringOther;
  return IncomeKind::kOneOffOther;  // subsidies, and whatever else there is
}

}  // namespace qianmo::ledger
