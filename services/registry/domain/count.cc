#include "registry/domain/count.h"

#include <algorithm>

#include "registry/domain/asset_refusals.h"

namespace qianmo::registry {
namespace {

CountOutcome OutcomeOf(const CountedLine& line) {
  const bool nothing = line.counted->quantity_e3 == 0;
  if (!line.asset) return nothing ? CountOutcome::kNothing : CountOutcome::kFound;
  if (*line.counted == line.book) return CountOutcome::kSame;
  return nothing ? CountOutcome::kGone : CountOutcome::kChanged;
}

}  // namespace

Result<Done> CheckCountDate(Date count_date, Date today) {
  if (count_date <= today) return Done{};
  return refusals::DateUnfit("count_date", "A count is for a day that has come.");
}

Result<Done> RequireOpen(CountState state) {
  if (state == CountState::kOpen) return Done{};
  return refusals::CountEnded();
}

Result<Done> CheckCounted(const std::string& field, const Worth& book, const Worth& counted,
                          std::string_view reason) {
  if (counted == book || !reason.empty()) return Done{};
  return refusals::CountReasonMissing(field);
}

Result<std::vector<CountOutcome>> DecideConfirmCount(CountState state, const std::set<Uuid>& makers,
                                                     const Uuid& person,
                                                     const std::vector<CountedLine>& lines) {
  QM_TRY(RequireOpen(state));
  if (makers.contains(person)) return refusals::CheckerIsMaker();
  const auto uncounted = std::ranges::count_if(lines, [](const auto& l) { return !l.counted; });
  if (uncounted > 0) return refusals::CountIncomplete(uncounted);
  std::vector<CountOutcome> outcomes;
  for (const CountedLine& line : lines) {
    if (line.asset && line.present != line.book) return refusals::CountBooksChanged(line.name);
    outcomes.push_back(OutcomeOf(line));
  }
  return outcomes;
}

}  // namespace qianmo::registry
